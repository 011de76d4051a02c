"""Awarding what was earned; issuing, withdrawing, replacing and sealing the certificates that say so."""

from college.certification.services.awards import award

__all__ = ["award"]
