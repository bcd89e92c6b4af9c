"""Reading an expression of XPath 1.0 as forms use it: what it says, as plain tuples.

    ("number", 5.0)  ("text", "yes")  ("op", "<", left, right)  ("minus", of)  ("call", name, [arguments])
    ("path", start, steps): start "top", "here" or an expression; a step is (name, [conditions]);
        its name may be "..", "." or "*", or "" for what stood before, taken together.

Of the axes only children, parent and self are read: no form that is compiled from a workbook uses others."""

import re
from functools import lru_cache
from typing import Any

LONGEST = 20_000
Tree = tuple[Any, ...]
Step = tuple[str, list[Tree]]
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<name>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)
    | (?P<sign>\.\.|!=|<=|>=|[.()\[\],/|+\-=<>*])
    )""",
    re.VERBOSE,
)
_WORDS = frozenset({"and", "or", "div", "mod"})
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_BEFORE_A_VALUE = frozenset({"(", "[", ",", "/", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", ""})


class NotRead(Exception):
    """The expression cannot be read; `at` is what stands where the reading ended."""

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self.at = at


@lru_cache(maxsize=4096)
def read(expression: str) -> Tree:
    """What an expression says. NotRead where it is none of ours."""
    if len(expression) > LONGEST:
        raise NotRead(expression[:40])
    try:
        return _Reader(_tokens(expression)).whole()
    except RecursionError as deep:
        raise NotRead(expression[:40]) from deep


def _tokens(expression: str) -> list[tuple[str, str]]:
    """Kind and text; `and`, `or`, `div`, `mod` and `*` are operators where a value stands before them."""
    found: list[tuple[str, str]] = []
    at = 0
    text = expression.rstrip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if not token:
            raise NotRead(text[at : at + 40].strip())
        kind = str(token.lastgroup)
        word = token[kind]
        after = found[-1] if found else ("sign", "")
        if word in _WORDS | {"*"} and kind != "text":
            is_operator = after[0] != "op" and not (after[0] == "sign" and after[1] in _BEFORE_A_VALUE)
            kind = "op" if is_operator else "name"
        found.append((kind, word))
        at = token.end()
    return found


class _Reader:
    """Goes through the tokens once, from left to right."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0

    def whole(self) -> Tree:
        """The one expression that all of it is."""
        tree = self.level(0)
        if self.at < len(self.tokens):
            raise self.lost()
        return tree

    def lost(self) -> NotRead:
        """Where the reading ended."""
        return NotRead(" ".join(word for _kind, word in self.tokens[self.at : self.at + 6]) or "…")

    def next_is(self, *words: str) -> bool:
        """Whether one of these signs or operators comes next."""
        if self.at >= len(self.tokens):
            return False
        kind, word = self.tokens[self.at]
        return word in words and kind in ("sign", "op")

    def take(self) -> tuple[str, str]:
        """The next token."""
        if self.at >= len(self.tokens):
            raise self.lost()
        self.at += 1
        return self.tokens[self.at - 1]

    def must(self, sign: str) -> None:
        """This sign, and no other, comes next."""
        if not self.next_is(sign):
            raise self.lost()
        self.at += 1

    def level(self, depth: int) -> Tree:
        """Operators by how strongly they bind, the weakest first."""
        if depth == len(_LEVELS):
            return self.signed()
        left = self.level(depth + 1)
        while self.next_is(*_LEVELS[depth]):
            sign = self.take()[1]
            left = ("op", sign, left, self.level(depth + 1))
        return left

    def signed(self) -> Tree:
        """A value with any number of minus signs, and unions of paths."""
        if self.next_is("-"):
            self.take()
            return ("minus", self.signed())
        left = self.path()
        while self.next_is("|"):
            self.take()
            left = ("op", "|", left, self.path())
        return left

    def path(self) -> Tree:
        """A value, or the way to answers."""
        if self.next_is("/"):
            self.take()
            return ("path", "top", self.steps())
        kind, word = self.peek()
        if kind == "number":
            self.take()
            return ("number", float(word))
        if kind == "text":
            self.take()
            return ("text", word[1:-1])
        if word == "(" or self.is_call():
            return self.onward(self.call() if self.is_call() else self.grouped())
        return ("path", "here", self.steps())

    def peek(self) -> tuple[str, str]:
        """The next token, which is left where it stands."""
        if self.at >= len(self.tokens):
            raise self.lost()
        return self.tokens[self.at]

    def is_call(self) -> bool:
        """Whether a function is called next."""
        after = self.tokens[self.at + 1 : self.at + 2]
        return self.peek()[0] in ("name", "op") and after == [("sign", "(")]

    def grouped(self) -> Tree:
        """What stands in brackets."""
        self.must("(")
        tree = self.level(0)
        self.must(")")
        return tree

    def call(self) -> Tree:
        """A function with its arguments."""
        name = self.take()[1]
        self.must("(")
        arguments: list[Tree] = []
        while not self.next_is(")"):
            arguments.append(self.level(0))
            if not self.next_is(")"):
                self.must(",")
                if self.next_is(")"):
                    raise self.lost()
        self.must(")")
        return ("call", name, arguments)

    def onward(self, start: Tree) -> Tree:
        """From a value that is answers, further down."""
        conditions = self.conditions()
        if not conditions and not self.next_is("/"):
            return start
        steps: list[Step] = [("", conditions)]
        if self.next_is("/"):
            self.take()
            steps += self.steps()
        return ("path", start, steps)

    def steps(self) -> list[Step]:
        """Steps, each with its conditions."""
        found = [self.step()]
        while self.next_is("/"):
            self.take()
            found.append(self.step())
        return found

    def step(self) -> Step:
        """A name, `.`, `..` or `*`."""
        kind, word = self.take()
        if kind != "name" and word not in (".", ".."):
            self.at -= 1
            raise self.lost()
        return (word.rpartition(":")[2], self.conditions())

    def conditions(self) -> list[Tree]:
        """What stands in square brackets after a step."""
        found: list[Tree] = []
        while self.next_is("["):
            self.take()
            found.append(self.level(0))
            self.must("]")
        return found
