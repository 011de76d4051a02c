"""A small course to start from, which the checker passes."""

COURSE = """\
id: {course}
title: {title}
summary: Say in one sentence what learners can do after this course.
language: en
level: introductory
hours: 1
audience: everyone
visibility: hidden
open_module: true
outcomes:
  first: Say what this course is about
outline:
  - modules/010-first.md
  - exam.yaml
certificate:
  requires: {{exam.yaml: pass, modules: all}}
  valid_for: 3 years
"""
MODULE = """\
---
id: first
title: The first module
minutes: 10
outcomes: [first]
quiz: quizzes/first.yaml
---
Text before the first heading is the opening page. A course about facts names its sources.[^source]

## The second page {#second-page}

Each heading with two signs opens a page.

> [!LAW]
> Laws differ; look up your own.

![A first case](../cases/first.md)

[^source]: Name the author, the title and the year.
"""
PRACTICE = """\
## What opens a page of a module? {#opens-a-page outcome=first}

- [x] A heading with two signs {#two-signs}
  > Yes, and its id keeps the learner's place.
- [ ] An empty line {#empty-line}
  > It only parts paragraphs.
- [ ] A picture {#picture}
  > It stands within a page.

> [!NOTE]
> This explanation is shown with the result.
"""
BANK = """\
## Where do the answers of an exam come from? {#answers-from outcome=first}

- [x] From a bank of questions {#bank}
- [ ] From the learner's neighbour {#neighbour}
- [ ] From the glossary, word for word {#glossary}

## Which parts of a course carry ids? {#carry-ids outcome=first}

- [x] Pages {#pages}
- [x] Choices {#choices}
- [ ] Commas {#commas}

## How many questions does this exam draw? {#how-many outcome=first}

- = 1
"""
CASE = """\
---
id: first-case
title: A first case
minutes: 5
start: desk
outcomes: [first]
---
Text before the first scene is the briefing: what the learner knows, who they are, what they are to achieve.

## At the desk {#desk}

Each heading with two signs is a scene. A list of links to scenes, at its end, is the choice.

- [Ask a colleague what is known](#answer) {#ask}
  > This stands at the top of the scene that follows.
- [Read the file first](#answer) {#read score=1 outcome=first}
  > The file names a witness.
- [Send the file away](#lost) {#send}
  > Nobody remembers where it went.

## The answer {#answer end=pass}

A scene that ends the case says so after its heading.

## The lost file {#lost end=fail}

An end may also be one that learners should avoid.
"""
QUIZ = """\
id: first-practice
kind: practice
title: Practice
draw:
  - {from: questions/practice.md, count: 1}
"""
EXAM = """\
id: exam
kind: exam
title: Final examination
pass: 80%
attempts: 3
wait_between_attempts: 24 hours
time_limit: none
draw:
  - {from: questions/exam.md, count: 1}
"""


def starter(course_id: str, title: str) -> dict[str, str]:
    """The files of a new course by path; `course_id` must be an id, which the checker tells otherwise."""
    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return {
        "course.yaml": COURSE.format(course=course_id, title=quoted),
        "modules/010-first.md": MODULE,
        "cases/first.md": CASE,
        "questions/practice.md": PRACTICE,
        "questions/exam.md": BANK,
        "quizzes/first.yaml": QUIZ,
        "exam.yaml": EXAM,
    }
