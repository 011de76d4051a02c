"""Enrolment, progress and the learner's pages; the conductor of what follows from what."""
