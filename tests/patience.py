"""How long a test waits for what must come, told once: far longer than any machine needs, for nothing waits in vain
but a test that fails anyway.

In a browser every action and every `expect(…)` waits that long, and a press is over when the page that it leads to has
come. What is read from a page without waiting (`assert page.locator(…).is_visible()`) tells how fast the machine is; a
guard in tests/architecture forbids it.
"""

import functools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil
import pytest

LONG = 60.0  # seconds


WORK = 0.18  # seconds that `slowness` takes on the machine on which the promises about time were measured


def slowness() -> float:
    """How many times longer than there a piece of work takes here and now: a promise about time is for that machine with
    nothing beside it, and holds on a slower or busier one in proportion."""
    began = time.monotonic()
    sum(number * number % 7 for number in range(4_000_000))
    return max(1.0, (time.monotonic() - began) / WORK)


def until(condition: Callable[[], object], patience: float = LONG, *, step: float = 0.05) -> bool:
    """Whether it came true, as soon as it does."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(step)
    return bool(condition())


@contextmanager
def patient_browser() -> Iterator[None]:
    """Meanwhile everything that is asked of a browser is waited for."""
    from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

    expect.set_options(timeout=LONG * 1000)
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Page, Locator):
            for action in ("click", "dblclick", "press"):
                patch.setattr(kind, action, _until_it_has_come(getattr(kind, action)))
        for opening in ("new_context", "new_page"):
            patch.setattr(Browser, opening, _patiently(getattr(Browser, opening)))
        for kind in (BrowserContext, Page):
            patch.setattr(kind, "close", _or_end_the_browser(kind.close))
        yield


def _until_it_has_come(action: Any) -> Any:
    """Playwright waits until the next page begins to come; a slow machine has nothing of it yet."""

    @functools.wraps(action)
    def act(self: Any, *words: Any, **more: Any) -> None:
        page = getattr(self, "page", self)
        action(self, *words, **more)
        if not more.get("no_wait_after") and not page.is_closed():
            page.wait_for_load_state()

    return act


def _or_end_the_browser(closing: Any) -> Any:
    """Chromium, once in some thousand times, never answers that a context is closed, and Playwright waits for that without
    end: the browser is ended instead, which closes its contexts too, and the next test has a new one."""

    from playwright.sync_api import Error

    @functools.wraps(closing)
    def close(self: Any, **more: Any) -> None:
        ended = threading.Event()

        def end() -> None:
            ended.set()
            for process in browsers():
                with suppress(psutil.NoSuchProcess):
                    process.kill()

        late = threading.Timer(LONG, end)
        late.start()
        try:
            closing(self, **more)
        except Error:
            if not ended.is_set():
                raise
        finally:
            late.cancel()

    return close


def browsers() -> list[psutil.Process]:
    """The programs of every browser that this process has started."""
    below = psutil.Process().children(recursive=True)
    return [process for process in below if process.name().startswith(("chrom", "headless"))]


def _patiently(opening: Any) -> Any:
    @functools.wraps(opening)
    def opened(self: Any, **more: Any) -> Any:
        made = opening(self, **more)
        made.set_default_timeout(LONG * 1000)
        made.set_default_navigation_timeout(LONG * 1000)
        return made

    return opened
