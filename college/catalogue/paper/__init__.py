"""Courses away from their pages: a module on one sheet, and a whole course in a pack."""

from college.catalogue.paper.gathered import Gathered, gather, page_anchor
from college.catalogue.paper.packing import Pack, pack, pack_size

__all__ = ["Gathered", "Pack", "gather", "pack", "pack_size", "page_anchor"]
