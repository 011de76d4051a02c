"""Certificates: the holder's papers, verification by strangers, the registrar's desk."""

from college.certification.views import changes, desk, holder, verify
from college.certification.views.area import blueprint

__all__ = ["blueprint", "changes", "desk", "holder", "verify"]
