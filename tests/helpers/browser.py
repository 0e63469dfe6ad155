"""A headless Chromium, spoken to through its debugging protocol."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import websocket

COMMAND = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
_QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")
_QUIET += ("--disable-background-networking", "--disable-component-update", "--remote-allow-origins=*")


_CROWDED = """(() => {
    const wrong = [];
    for (const svg of document.querySelectorAll("svg:not(.timeline)")) {
        const frame = svg.getBoundingClientRect();
        const texts = [...svg.querySelectorAll("text")].filter(one => frame.width && one.textContent.trim());
        const boxes = texts.map(one => [one.textContent, one.getBoundingClientRect()]);
        for (const [text, box] of boxes) {
            const aside = Math.max(frame.left - box.left, box.right - frame.right);
            const beyond = Math.max(aside, frame.top - box.top, box.bottom - frame.bottom);
            if (beyond > 2) wrong.push(`cut off: ${text}`);
        }
        boxes.forEach(([text, one], place) => {
            for (const [other, two] of boxes.slice(place + 1)) {
                const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
                const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
                if (wide > 1 && high > 0.35 * Math.min(one.height, two.height)) wrong.push(`${text} over ${other}`);
            }
        });
    }
    return wrong;
})()"""


class Gone(Exception):
    """The page that was asked is being replaced by another."""


class Page:
    """One tab."""

    def __init__(self, address: str):
        self.socket = websocket.create_connection(address, timeout=60)
        self.numbers = itertools.count(1)
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == number:
                if "navigated" in message.get("error", {}).get("message", ""):
                    raise Gone(message)
                assert "error" not in message, message
                return dict(message["result"])
            self.events.append(message)

    def open(self, address: str, width: int = 1280, height: int = 900) -> None:
        self.events.clear()
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete'")

    def wait(self, condition: str, seconds: float = 30) -> None:
        """Wait until an expression is true in the page."""
        until, met = time.monotonic() + seconds, False
        while not met:
            with contextlib.suppress(Gone):
                met = bool(self.value(condition))
            assert met or time.monotonic() < until, f"not within {seconds} s: {condition}"
            time.sleep(0.05)

    def value(self, expression: str) -> Any:
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def type(self, text: str) -> None:
        for sign in text:
            self.call("Input.dispatchKeyEvent", type="char", text=sign)

    def key(self, name: str, code: int) -> None:
        for kind in ("rawKeyDown", "char", "keyUp"):
            text = "\r" if name == "Enter" and kind == "char" else ""
            if kind != "char" or text:
                given = {"type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code, "text": text}
                self.call("Input.dispatchKeyEvent", **given)

    def complaints(self) -> list[str]:
        """What the console and the log hold, exceptions included."""
        self.call("Runtime.evaluate", expression="0")
        kinds = ("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")
        return [json.dumps(event["params"]) for event in self.events if event["method"] in kinds]

    def asked(self) -> list[str]:
        """The addresses that were asked for."""
        sent = [event["params"] for event in self.events if event["method"] == "Network.requestWillBeSent"]
        return [params["request"]["url"] for params in sent]

    def show_as(self, media: str = "", **features: str) -> None:
        """Pretend a medium, such as print, or what a reader prefers, such as prefers_color_scheme="dark"."""
        found = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", media=media, features=found)

    def barriers(self) -> list[str]:
        """What axe-core finds wrong with the page as it is shown."""
        self.value(f"{_AXE.read_text('utf-8')};true")
        found = self.value("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
        return [
            f"{one['id']} ({one['impact']}): {node['html'][:200]} {node.get('failureSummary', '')}"
            for one in found
            for node in one["nodes"]
        ]

    def crowded(self) -> list[str]:
        """The texts of drawings that lie over another or are cut off."""
        return list(self.value(_CROWDED))

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


@contextlib.contextmanager
def chromium() -> Iterator[Page]:
    """Start a browser with one empty tab, and stop it."""
    assert COMMAND
    folder = tempfile.mkdtemp(prefix="chromium-")
    command = [COMMAND, *_QUIET, f"--user-data-dir={folder}", "--remote-debugging-port=0", "about:blank"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        assert process.stderr
        port = next(match[1] for line in process.stderr if (match := re.search(r"ws://127\.0\.0\.1:(\d+)/", line)))
        request = Request(f"http://127.0.0.1:{port}/json/new?about:blank", method="PUT")
        with urlopen(request, timeout=30) as answer:
            page = Page(json.load(answer)["webSocketDebuggerUrl"])
        yield page
        page.socket.close()
    finally:
        process.kill()
        process.communicate()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def lab(folder: Path) -> Iterator[str]:
    """Start JupyterLab on a folder, and stop it: the address it serves."""
    runtime = folder / ".runtime"
    where = {"JUPYTER_RUNTIME_DIR": str(runtime), "JUPYTER_CONFIG_DIR": str(folder / ".config"), "HOME": str(folder)}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--port=0", "--expose-app-in-browser"]
    command += ["--ip=127.0.0.1", "--allow-root", f"--ServerApp.root_dir={folder}", "--LabApp.news_url="]
    with (folder / ".log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | where, stdout=log, stderr=log)
        try:
            until = time.monotonic() + 60
            while not (found := list(runtime.glob("jpserver-*.json"))):
                assert process.poll() is None, (folder / ".log").read_text()
                assert time.monotonic() < until
                time.sleep(0.05)
            server = json.loads(found[0].read_text())
            yield f"{server['url']}lab/tree/{{}}?token={server['token']}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
