"""Settings of Sphinx: the reference, one page made of the docstrings (`make docs`)."""

import analysis

project = "snhr-analysis"
version = release = analysis.__version__
extensions = ["sphinx.ext.autodoc", "numpydoc"]
root_doc = "index"
html_theme = "alabaster"
html_theme_options = {"nosidebar": True, "page_width": "78rem"}
html_show_sourcelink = False
default_role = "code"  # what stands in single backticks
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_validation_checks = {"SS01", "PR01", "PR02", "PR03", "RT01", "RT03", "EX01"}
numpydoc_validation_exclude = {r"Data$", r"Error$", r"Unknown", r"NotComparable$", r"Problem$"}
nitpicky = True
nitpick_ignore_regex = [
    ("py:.*", r"(pandas|numpy|matplotlib|os|pathlib|collections|typing)\..*"),
    ("py:class", r"analysis\.(?!Data|Tolls|errors\.Problem).*|Parties|Toll"),  # results: told where they are returned
]
