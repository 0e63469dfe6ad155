"""Published pages -> one cell each; how parties add up; what bounds a party without a figure."""
