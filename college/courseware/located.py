"""YAML read into plain values, with the place of every key and value."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from college.courseware.mistakes import START, Mistakes, Place

Key = tuple[str | int, ...]

DEEPEST = 12
MOST_VALUES = 10_000
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,15})")
_BROKEN = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass
class Located:
    """A mapping read from YAML; `keys` and `values` hold places by path, such as ("draw", 0, "count")."""

    path: str
    value: dict[str, Any] = field(default_factory=dict)
    keys: dict[Key, Place] = field(default_factory=dict)
    values: dict[Key, Place] = field(default_factory=dict)

    def at(self, *key: str | int) -> Place:
        """Where the value of `key` stands, or what holds it."""
        while key and key not in self.values:
            key = key[:-1]
        return self.values.get(key, START)

    def at_key(self, *key: str | int) -> Place:
        return self.keys.get(key, self.at(*key))


class _Stop(Exception):
    """Reading ends here; the mistake is noted."""


@dataclass
class _Frame:
    key: Key
    holder: dict[str, Any] | list[Any]
    waiting: str | None = None  # the key whose value comes next


class _Builder:
    """Turns the events of the YAML parser into plain values, without recursion and within limits."""

    def __init__(self, path: str, mistakes: Mistakes, first_line: int) -> None:
        self.located = Located(path)
        self.mistakes = mistakes
        self.offset = first_line
        self.frames: list[_Frame] = []
        self.root: Any = None
        self.count = 0
        self.documents = 0

    def place(self, event: Any) -> Place:
        return Place(event.start_mark.line + self.offset, event.start_mark.column + 1)

    def stop(self, name: str, place: Place, **values: str) -> _Stop:
        self.mistakes.add(name, self.located.path, place, **values)
        return _Stop()

    def take(self, event: Any) -> None:
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self.stop("yaml-syntax", self.place(event), problem="a second document")
        elif isinstance(event, AliasEvent):
            raise self.stop("yaml-alias", self.place(event))
        elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            self.open(event)
        elif isinstance(event, CollectionEndEvent):
            self.frames.pop()

    def open(self, event: Any) -> None:
        place = self.place(event)
        self.count += 1
        if event.anchor or event.tag:
            raise self.stop("yaml-alias", place)
        if self.count > MOST_VALUES or len(self.frames) > DEEPEST:
            raise self.stop("yaml-too-big", place)
        if isinstance(event, ScalarEvent):
            frame = self.frames[-1] if self.frames else None
            if frame and isinstance(frame.holder, dict) and frame.waiting is None:
                self.name(frame, event.value, place)
            else:
                self.put(_resolved(event), place)
            return
        holder: dict[str, Any] | list[Any] = {} if isinstance(event, MappingStartEvent) else []
        self.frames.append(_Frame(self.put(holder, place), holder))

    def name(self, frame: _Frame, key: str, place: Place) -> None:
        if isinstance(frame.holder, dict) and key in frame.holder:
            self.mistakes.add("repeated-key", self.located.path, place, key=key)
        frame.waiting = key
        self.located.keys[(*frame.key, key)] = place

    def put(self, value: Any, place: Place) -> Key:
        if not self.frames:
            self.root = value
            key: Key = ()
        else:
            frame = self.frames[-1]
            if isinstance(frame.holder, list):
                key = (*frame.key, len(frame.holder))
                frame.holder.append(value)
            elif frame.waiting is None:
                raise self.stop("yaml-syntax", place, problem="a key must be a word")
            else:
                key = (*frame.key, frame.waiting)
                frame.holder[frame.waiting] = value
                frame.waiting = None
        # What is left empty has no place of its own; the parser would name the next line.
        self.located.values[key] = self.located.keys.get(key, place) if value is None else place
        return key


def _resolved(event: Any) -> object:
    """The value of a scalar as YAML 1.2 reads it, where `no`, `12:30` and `2026-11-23` are words."""
    text: str = event.value
    if event.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if _BROKEN.fullmatch(text) else text


def read(path: str, text: str, mistakes: Mistakes, *, first_line: int = 1) -> Located | None:
    """The mapping in `text`, or None when there is none; `first_line` is where the text starts in its file."""
    builder = _Builder(path, mistakes, first_line)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except _Stop:
        return None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + first_line, mark.column + 1) if mark else Place(first_line)
        mistakes.add("yaml-syntax", path, place, problem=error.problem or error.context or "not YAML")
        return None
    except YAMLError:
        mistakes.add("yaml-syntax", path, Place(first_line), problem="a character that YAML does not allow")
        return None
    if not isinstance(builder.root, dict):
        mistakes.add("not-mapping", path, builder.located.at() if builder.root is not None else Place(first_line))
        return None
    builder.located.value = builder.root
    return builder.located
