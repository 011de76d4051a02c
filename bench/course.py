"""A course for the bench alone: one page, and a practice quiz of ten questions."""

from __future__ import annotations

from pathlib import Path

ID = "bench"
QUESTIONS = 10


def write(folder: Path) -> None:
    """Write the course's files into an empty folder."""
    asked = "\n".join(
        f"## What is {n} plus {n}? {{#sum-{n}}}\n\n"
        f"- [x] {2 * n} {{#right}}\n  > Yes, twice {n}.\n"
        f"- [ ] {2 * n + 1} {{#above}}\n  > One too many.\n"
        f"- [ ] {2 * n - 1} {{#below}}\n  > One too few.\n"
        for n in range(1, QUESTIONS + 1)
    )
    files = {
        "course.yaml": f"id: {ID}\ntitle: Sums\nsummary: A course to measure with.\nlanguage: en\n"
        "level: introductory\nhours: 1\naudience: everyone\noutline:\n  - modules/010-sums.md\n"
        "certificate:\n  requires: {modules: all}\n  valid_for: unlimited\n",
        "modules/010-sums.md": "---\nid: sums\ntitle: Sums\nminutes: 1\nquiz: quizzes/sums.yaml\n---\nSums.\n",
        "questions/sums.md": f"---\ntitle: Sums\n---\n{asked}",
        "quizzes/sums.yaml": "id: sums\nkind: practice\ntitle: Sums\ndraw:\n"
        f"  - {{from: questions/sums.md, count: {QUESTIONS}}}\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
