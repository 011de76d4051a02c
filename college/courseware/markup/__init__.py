"""Markdown to safe HTML, in a child process that may be killed; nothing else knows Markdown or the sanitisers."""

from college.courseware.markup.pictures import size_of
from college.courseware.markup.pieces import (
    Captions,
    Film,
    ModulePlace,
    Picture,
    Piece,
    RenderingFailed,
    Surroundings,
    Term,
    TooHard,
)
from college.courseware.markup.renderer import Renderer

__all__ = [
    "Captions",
    "Film",
    "ModulePlace",
    "Picture",
    "Piece",
    "Renderer",
    "RenderingFailed",
    "Surroundings",
    "Term",
    "TooHard",
    "size_of",
]
