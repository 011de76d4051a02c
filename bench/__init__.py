"""Benchmarks: the college side by side with a bare view, in one run; ratios, not verdicts."""
