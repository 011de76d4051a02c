"""Broken copies of the sample course: one mistake each, and where the checker must find it."""

from collections.abc import Iterable
from typing import NamedTuple

from tests import sample_course

TELLING = "modules/010-telling.md"
PROVING = "modules/020-proving.md"
PROVING_AR = "modules/020-proving.ar.md"
EXAM_BANK = "questions/exam.md"
EXAM_BANK_AR = "questions/exam.ar.md"
SHOWN = "questions/shown.md"
SHOWN_AR = "questions/shown.ar.md"
PRACTICE = "questions/practice.md"
CASE = "cases/the-parcel.md"
CASE_AR = "cases/the-parcel.ar.md"
QUIZ = "quizzes/telling.yaml"

NOTE = "[^w]: Invented.\n"


class Planted(NamedTuple):
    """`old` becomes `new` in the file; the mistake is at the first place of `at`, or at the start of the file.

    It is named in that file, unless `found` is another."""

    code: str
    path: str
    old: str
    new: str
    at: str | None = None
    found: str | None = None


def _hall(name: int, ahead: Iterable[int]) -> str:
    ways = "".join(f"- [Door {each}](#hall-{each}) {{#door-{each}}}\n" for each in ahead)
    return f"## Hall {name} {{#hall-{name}}}\n\nDoors.\n\n{ways}- [Out](#closed) {{#out}}\n\n"


SCENES = (
    "".join(_hall(name, range(name + 1, name + 2)) for name in range(100)).replace("hall-100", "form") + "## The form"
)
TANGLE = (
    sample_course.CASE.partition("## At")[0].replace("start: counter", "start: hall-0")
    + "".join(_hall(name, sorted((name + step) % 30 for step in range(1, 10))) for name in range(30))
    + "## Out {#closed end=pass}\n\nDaylight.\n"
)

CROWD = "".join(f"- [Ask officer {n}](#table) {{#officer-{n}}}\n  > He does not know.\n" for n in range(8))
FORM_WAYS = sample_course.CASE.partition("label](../media/parcel.png)\n\n")[2].partition("## On the table")[0]

YAML = [
    Planted("yaml-syntax", "course.yaml", "hours: 1", "hours: [1", ": everyone"),
    Planted("yaml-syntax", QUIZ, "kind: practice", "kind: practice: again", ": again"),
    Planted("yaml-alias", "exam.yaml", "attempts: 3", "attempts: &three 3", "&three"),
    Planted("yaml-alias", "exam.yaml", "attempts: 3", "attempts: !!python/object 3", "!!python"),
    Planted("yaml-too-big", "exam.yaml", "attempts: 3", f"attempts: {'[' * 20}{']' * 20}", "[" * 8 + "]"),
    Planted("repeated-key", "exam.yaml", "attempts: 3", "attempts: 3\nkind: exam", "kind: exam\nwait"),
    Planted("unknown-key", "exam.yaml", "attempts: 3", "atempts: 3", "atempts"),
    Planted("unknown-key", "exam.yaml", "materials: open-book", "material: open-book", "material:"),
    Planted("unknown-key", "exam.yaml", "count: 10", "count: 10, zzz: 1", "zzz"),
    Planted("unknown-key", TELLING, "minutes: 10", "minutes: 10\nauthor: me", "author"),
    Planted("missing-key", "course.yaml", "level: introductory\n", "", None),
    Planted("missing-key", TELLING, "minutes: 10\n", "", "id: telling"),
    Planted("unknown-value", "course.yaml", "level: introductory", "level: introduction", "introduction\n"),
    Planted("unknown-value", "course.yaml", "audience: everyone", "audience: [police, custom]", "custom]"),
    Planted("unknown-value", "course.yaml", "visibility: listed", "visibility: secret", "secret"),
    Planted("unknown-value", "exam.yaml", "open-book", "open-books", "open-books"),
    Planted("bad-value", "exam.yaml", "attempts: 3", "attempts: 0", "0\nwait"),
    Planted("not-text", "course.yaml", 'title: "Illicit goods in brief"', "title: 1984", "1984"),
    Planted("not-number", "course.yaml", "hours: 1", "hours: one", "one\n"),
    Planted("not-number", TELLING, "minutes: 10", "minutes: ten", "ten\n"),
    Planted("not-yes-or-no", "course.yaml", "open_module: true", "open_module: perhaps", "perhaps"),
    Planted("not-list", "course.yaml", "translations: [ar]", "translations: ar", "ar\n"),
    Planted("not-mapping", "exam.yaml", "{materials: open-book, help: not-allowed}", "open-book", "open-book"),
    Planted("empty-value", "course.yaml", "summary: How illicit", "summary: \nwas: [x] # How", "summary"),
    Planted("empty-value", "course.yaml", 'title: "Illicit goods in brief"', 'title: ""', '""'),
    Planted("bad-percentage", "exam.yaml", "80%", "180%", "180%"),
    Planted("bad-percentage", "exam.yaml", "80%", "0.8", "0.8"),
    Planted("bad-duration", "exam.yaml", "24 hours", "a day", "a day"),
    Planted("bad-duration", "exam.yaml", "time_limit: none", "time_limit: 60", "60"),
    Planted("bad-validity", "course.yaml", "3 years", "three years", "three"),
    Planted("bad-id", "course.yaml", "id: sample-course", "id: Sample Course", "Sample Course"),
    Planted("bad-id", TELLING, "{#signs}", "{#Signs_1}", "#Signs_1"),
    Planted("bad-id", EXAM_BANK, "{#counterfeiting}", "{#Counter.feiting}", "#Counter.feiting"),
    Planted("bad-language", "course.yaml", "translations: [ar]", "translations: [ar, arabic]", "arabic]"),
    Planted("bad-language", "course.yaml", "translations: [ar]", "translations: [ar, qq]", "qq]"),
    Planted("bad-language", "course.yaml", "translations: [ar]", "translations: [ar, cmn-Hant-TW]", "cmn"),
    Planted("bad-hash", PROVING_AR, "source: sha256-", "source: sha1-", "sha1-"),
    Planted("front-matter", TELLING, "quiz: quizzes/telling.yaml\n---", "quiz: quizzes/telling.yaml", None),
    Planted("front-matter", PROVING, sample_course.PROVING, "A text.\n", None),
    Planted("not-utf8", PROVING, "worth", "\udce9", "\udce9"),
]
STRUCTURE = [
    Planted("missing-file", "course.yaml", "modules/020-proving.md", "modules/020-prooving.md", "modules/020-proo"),
    Planted("missing-file", TELLING, "(../media/parcel.png)", "(../media/parcels.png)", "../media"),
    Planted("missing-file", "exam.yaml", "questions/exam.md", "questions/exams.md", "questions/exams"),
    Planted("missing-file", TELLING, "quizzes/telling.yaml", "quizzes/tell.yaml", "quizzes/tell"),
    Planted("missing-anchor", TELLING, "020-proving.md#records", "020-proving.md#record", "020-proving.md#record)"),
    Planted("missing-anchor", TELLING, "glossary.md#counterfeit", "glossary.md#xyz", "../glossary"),
    Planted("missing-anchor", PROVING, "shown.md#is-proof", "shown.md#is-prof", "../questions"),
    Planted("missing-anchor", QUIZ, "practice.md, count: 3", "practice.md#first-sing", "questions/"),
    Planted("link-language", TELLING, "020-proving.md#", "020-proving.ar.md#", "020-proving.ar"),
    Planted("outline-twice", "course.yaml", "- exam.yaml", "- modules/010-telling.md", "modules/010-telling.md\nc"),
    Planted("outline-kind", "course.yaml", "- exam.yaml", "- glossary.md", "glossary.md"),
    Planted("id-missing", TELLING, " {#signs}", "", "## Signs"),
    Planted("id-missing", EXAM_BANK, " {#counterfeiting}", "", "- [x] Counterfeiting"),
    Planted("id-missing", SHOWN_AR, " {#always}", "", "- [ ] دائمًا"),
    Planted("repeated-id", PROVING, "id: proving", "id: telling", "telling"),
    Planted("repeated-id", QUIZ, "id: telling-quiz", "id: exam", "exam"),
    Planted("repeated-id", SHOWN, "{#never}", "{#always}", "#always}\n  > It can"),
    Planted("reserved-id", PROVING, "{#records}", "{#start}", "#start}"),
    Planted("reserved-id", PROVING, "id: proving", "id: media", "media"),
    Planted("bad-attributes", TELLING, "{#signs}", "{#signs outcome=}", "#signs outcome=}"),
    Planted("repeated-key", EXAM_BANK, "outcome=tell}", "outcome=tell points=2 points=3}", "points=3"),
    Planted("repeated-key", TELLING, "{#signs}", "{#sings #signs}", "#signs}"),
    Planted("unknown-attribute", TELLING, "{#signs}", "{#signs points=1}", "points=1"),
    Planted("unknown-attribute", SHOWN, "outcome=prove}", "outcme=prove}", "outcme"),
    Planted("fence-open", PROVING, "> [!WARNING]", "```\n> [!WARNING]", "```"),
    Planted("heading-form", PROVING, "## Records", "##Records", "##Records"),
    Planted("heading-form", PROVING, "## Records", "  ## Records", "  ## Records"),
    Planted("heading-one", PROVING, "## Records", "# Title\n\n## Records", "# Title"),
    Planted("heading-underlined", PROVING, "## Records", "Title\n-----\n\n## Records", "Title\n-----"),
    Planted("empty-heading", PROVING, "> [!WARNING]", "### {#sub}\n\n> [!WARNING]", "### {#sub}"),
    Planted("empty-page", PROVING, "## Records", "## Nothing {#nothing}\n\n## Records", "## Nothing"),
    Planted("module-empty", PROVING, sample_course.PROVING.partition("prove]\n---\n")[2], "", None),
    Planted("unknown-outcome", TELLING, "outcomes: [tell]", "outcomes: [tel]", "tel]"),
    Planted("unknown-outcome", SHOWN, "outcome=prove", "outcome=proof", "outcome=proof"),
    Planted("unknown-outcome", "exam.yaml", "count: 10", "outcome: prov, count: 10", "prov,"),
    Planted("unknown-alert", PROVING, "[!WARNING]", "[!WARNUNG]", "WARNUNG"),
    Planted("footnote-missing", PROVING, "is worth.", "is worth.[^who]", "[^who]"),
    Planted("footnote-place", SHOWN, "- [ ] Always {", f"{NOTE}\n- [ ] Always[^w] {{", "- [ ] Always"),
    Planted("footnote-place", SHOWN_AR, "- [ ] دائمًا", f"{NOTE}\n- [ ] دائمًا[^w]", "- [ ] دائمًا"),
    Planted("footnote-place", CASE_AR, "- [ترك", f"{NOTE}\n- [[^w]ترك", "- [[^w]"),
    Planted("footnote-place", CASE, "- [Open it at", f"{NOTE}\n- [Open it[^w] at", "- [Open it"),
    Planted("footnote-twice", TELLING, "[^share]: ", "[^share]: One.\n[^share]: ", "[^share]: Sample"),
    Planted("quiz-not-practice", TELLING, "quiz: quizzes/telling.yaml", "quiz: exam.yaml", "exam.yaml"),
    Planted("exam-twice", QUIZ, "kind: practice", "kind: exam", "exam\n"),
    Planted("file-name", "media/a picture.png", "", "picture", None),
]
SECOND = "outcomes: [prove]\n---"
ONLY = "handling: Law enforcement only"
FIRST = "minutes: 10"


def _narrowed(lines: str) -> str:
    return SECOND.replace("---", f"{lines}\n---")


HANDLING = [
    Planted("handling-readers", PROVING, SECOND, _narrowed("handling: Not for release"), "Not for release"),
    Planted("handling-unsaid", PROVING, SECOND, _narrowed("audience: [police]"), "[police]"),
    Planted("handling-contradicts", PROVING, SECOND, _narrowed(f"{ONLY}\naudience: [police, private]"), "[police"),
    Planted("handling-contradicts", PROVING, SECOND, _narrowed(f"{ONLY}\naudience: everyone"), "everyone"),
    Planted("handling-asked", TELLING, FIRST, f"{FIRST}\n{ONLY}", "pages=", EXAM_BANK),
    Planted("handling-open", TELLING, FIRST, f"{FIRST}\n{ONLY}", "true\nrequires", "course.yaml"),
]
QUESTIONS = [
    Planted("no-shape", SHOWN, sample_course.SHOWN.partition("\n")[2], "\nJust think.\n", "## Is this"),
    Planted("kind-unsupported", EXAM_BANK, "- = 72", "- = ...", "- = ..."),
    Planted("mixed-answers", SHOWN, "- [ ] Never {#never}", "- = Never", "## Is this"),
    Planted("no-tick", SHOWN, "[x]", "[ ]", "## Is this"),
    Planted("all-ticked", PRACTICE, "- [ ] Right of way", "- [x] Right of way", "## Which rights"),
    Planted("one-choice", EXAM_BANK, "- = 72", "- [x] Seventy-two {#a}", "- [x] Seventy"),
    Planted("bad-box", SHOWN, "[x]", "[v]", "[v]"),
    Planted("bad-box", SHOWN, "[ ] Always", "[] Always", "[] Always"),
    Planted("choice-without-box", SHOWN, "- [ ] Always", "- Always", "- Always"),
    Planted("choice-without-box", SHOWN, "- [x] Only", "- Perhaps\n- [x] Only", "- Perhaps"),
    Planted("empty-choice", SHOWN, "- [ ] Always {#always}", "- [ ] {#always}", "- [ ] {#always}"),
    Planted("repeated-choice", SHOWN, "- [ ] Never", "- [ ]  ALWAYS", "- [ ]  ALWAYS"),
    Planted("typed-empty", EXAM_BANK, "- = 72", "- =", "- =\n"),
    Planted("typed-mixed", EXAM_BANK, "- = 72", "- = 70..74\n- = three days", "- = 70..74"),
    Planted("typed-grouped", EXAM_BANK, "- = 72", "- = 72,000", "- = 72,000"),
    Planted("bad-range", EXAM_BANK, "3.14 ± 0.01", "4..3", "- = 4..3"),
    Planted("text-after-answers", SHOWN, "  > It can be one, with its history.", "\nThink.", "Think."),
    Planted("text-after-answers", SHOWN, "  > It can be one, with its history.", "\n> [!TIP]\n> Late.", "> [!TIP]"),
    Planted("feedback-outside", SHOWN, "  > It can be", "> It can be", "> It can be"),
    Planted("repeated-part", PRACTICE, "> [!NOTE]", "> [!NOTE]\n> One.\n\n> [!NOTE]", "> [!NOTE]\n> Workmanship"),
    Planted("bad-points", SHOWN, "outcome=prove}", "outcome=prove points=0}", "points=0"),
    Planted("bad-points", SHOWN, "outcome=prove}", "outcome=prove points=0000001009}", "points=0"),
    Planted("bad-points", SHOWN, "outcome=prove}", f"outcome=prove points=000000100{'9' * 5000}}}", "points=0"),
    Planted("bad-choose", SHOWN, "outcome=prove}", "outcome=prove choose=all}", "choose=all"),
    Planted("bad-void", SHOWN, "outcome=prove}", "outcome=prove void=yes}", "void=yes"),
    Planted("bad-page-name", SHOWN, "outcome=prove}", "outcome=prove pages=telling}", "pages=telling"),
    Planted("unknown-page", SHOWN, "outcome=prove}", 'outcome=prove pages="telling/sign"}', "pages="),
    Planted("draw-too-large", "exam.yaml", "count: 10", "count: 31", "31"),
    Planted("draw-overlap", "exam.yaml", "draw:", f"draw:\n  - {{from: {EXAM_BANK}#chain}}", f"{EXAM_BANK}, count"),
    Planted("draw-shape", QUIZ, "practice.md, count: 3", "practice.md#first-sign, count: 2", "questions/"),
    Planted("void-drawn", QUIZ, "practice.md, count: 3", "shown.md#voided", "questions/"),
    Planted("answers-in-exam", "exam.yaml", "attempts: 3", "attempts: 3\nreview: [score, answers]", "answers]"),
    Planted("revealed", QUIZ, "questions/practice.md", EXAM_BANK, EXAM_BANK),
    Planted("revealed-in-page", PROVING, "shown.md#is-proof", "exam.md#chain", "../questions"),
]
STEPS = "1. Seek {#seek}\n2. Find {#find}\n3. Keep {#keep}\n"
PAIRS = "| Paper | Says |\n|---|---|\n| Manifest {#a} | Cargo |\n| Invoice {#b} | Price |\n| Stamp {#c} | Tax |\n"


def asked(answers: str, old: str, new: str, code: str, at: str) -> Planted:
    """A mistake in a question of order or of match, which stands in place of a typed one."""
    assert old in answers, old
    return Planted(code, EXAM_BANK, "- = 72\n", answers.replace(old, new, 1), at)


QUESTIONS += [
    asked(STEPS, "3. Keep {#keep}\n", "", "too-few-items", "## How many hours"),
    asked(STEPS, "Find", "seek", "repeated-item", "2. seek"),
    asked(STEPS, "2. Find {#find}", "2. {#find}", "empty-item", "2. {#find}"),
    asked(STEPS, "2. Find", "3. Find", "order-numbers", "3. Find"),
    asked(STEPS, "{#find}", "{#seek}", "repeated-id", "#seek}\n3."),
    asked(STEPS, " {#find}", "", "id-missing", "2. Find"),
    asked(STEPS, "{#find}", "{#Find}", "bad-id", "#Find}"),
    asked(STEPS, "{#find}", "{#find points=9}", "unknown-attribute", "points=9"),
    asked(STEPS, "3. Keep {#keep}\n", "3. Keep {#keep}\n- Lose\n", "choice-without-box", "- Lose"),
    asked(STEPS, "3. Keep {#keep}\n", "3. Keep {#keep}\n\nThink.\n", "text-after-answers", "Think."),
    asked(STEPS, "3. Keep {#keep}\n", "3. Keep {#keep}\n> Why.\n", "feedback-outside", "> Why."),
    asked(PAIRS, "| Stamp {#c} | Tax |\n", "", "too-few-pairs", "## How many hours"),
    asked(STEPS, STEPS, "".join(f"1. {n} {{#n{n}}}\n" for n in range(21)), "too-many-items", "## How many hours"),
    asked(PAIRS, "Invoice", "manifest", "repeated-item", "manifest {#b}"),
    asked(PAIRS, "Tax", "cargo", "repeated-item", "Stamp {#c}"),
    asked(PAIRS, "Tax", "**cargo**", "repeated-item", "Stamp {#c}"),
    asked(PAIRS, "Says", "", "column-unnamed", "| Paper"),
    asked(PAIRS, "| Price |", "| Price | Sum |", "row-cells", "| Invoice"),
    asked(PAIRS, "Price", "", "empty-cell", "  |\n| Stamp"),
    asked(PAIRS, "Price", "![Price](../media/parcel.png)", "partner-picture", "![Price]"),
    asked(PAIRS, "Price", "Price {#p}", "id-in-second-cell", "#p}"),
    asked(PAIRS, " {#b}", "", "id-missing", "Invoice"),
    asked(PAIRS, "{#b}", "{#a}", "repeated-id", "#a} | Price"),
    asked(PAIRS, "| Stamp {#c} | Tax |", "| Stamp {#c} | Tax |\n| | Sea |", "id-missing", " | Sea |"),
]
CASES = [
    Planted("case-empty", CASE, sample_course.CASE.partition("---\nYou")[2], "", None),
    Planted("case-too-large", CASE, "## The form", SCENES, None),
    Planted("case-tangled", CASE, sample_course.CASE, TANGLE, None),
    Planted("start-ends", CASE, "start: counter", "start: closed", "closed\noutcomes"),
    Planted("too-many-choices", CASE, "\n## The form", f"{CROWD}\n## The form", "## At the counter"),
    Planted("front-matter", CASE, sample_course.CASE, "Text.\n", None),
    Planted("missing-key", CASE, "start: counter\n", "", "id: the"),
    Planted("unknown-key", CASE, "start: counter", "start: counter\nquiz: x", "quiz"),
    Planted("unknown-scene", CASE, "start: counter", "start: conter", "conter"),
    Planted("unknown-scene", CASE, "alone](#opened)", "alone](#open)", "open) {#alone"),
    Planted("unknown-outcome", CASE, "outcomes: [prove]", "outcomes: [proof]", "proof]"),
    Planted("unknown-outcome", CASE, "score=1 outcome=tell", "score=1 outcome=telling", "outcome=telling"),
    Planted("choice-form", CASE, "[Let the parcel go](#opened)", "[Let the parcel go](#opened) now", "- [Let"),
    Planted("choice-form", CASE, "  > The parcel is still", "  The parcel is still", "- [Go back"),
    Planted("empty-choice", CASE, "[Let the parcel go]", "[ ]", "- [ ](#opened"),
    Planted("repeated-choice", CASE, "[Let the parcel go]", "[Go back to  the counter]", "- [Go back to  the"),
    Planted("text-after-choices", CASE, "  > It leaves with the next van.", "  > It goes.\n\nThink.", "Think."),
    Planted("feedback-outside", CASE, "  > The parcel is still", "> The parcel is still", "> The parcel is still"),
    Planted("empty-page", CASE, "The court accepts your record.\n", "", "## The finding stands"),
    Planted("id-missing", CASE, " {#form}\n\nThe form", "\n\nThe form", "## The form"),
    Planted("id-missing", CASE, " {#release}", "", "- [Let"),
    Planted("id-missing", CASE_AR, " {#release}", "", "- [ترك"),
    Planted("bad-id", CASE, "{#release}", "{#Release}", "#Release"),
    Planted("repeated-id", CASE, "{#release}", "{#back}", "#back}\n  > It leaves"),
    Planted("repeated-id", CASE, "{#table}", "{#form}", "#form}\n\nForty"),
    Planted("repeated-id", CASE_AR, "{#table}", "{#form}", "#form}\n\nأربعون"),
    Planted("repeated-id", "cases/other.md", "", sample_course.CASE, "the-parcel", CASE),
    Planted("unknown-attribute", CASE, "{#table}", "{#table score=1}", "score=1}\n\nForty"),
    Planted("unknown-attribute", CASE, "{#release}", "{#release points=1}", "points"),
    Planted("bad-score", CASE, "{#alone}", "{#alone score=-1}", "score=-1"),
    Planted("bad-score", CASE, "{#alone}", "{#alone score=101}", "score=101"),
    Planted("bad-score", CASE, "{#alone}", "{#alone score=1.5}", "score=1.5"),
    Planted("bad-score", CASE, "{#alone}", "{#alone score=0000000002}", "score=0"),
    Planted("bad-end", CASE, "end=fail", "end=lost", "end=lost"),
    Planted("end-with-choices", CASE, "{#form}\n\nThe", "{#form end=fail}\n\nThe", "end=fail}\n\nThe form"),
    Planted("dead-end", CASE, " end=fail", "", "## The finding falls"),
    Planted(
        "no-way-out", CASE, FORM_WAYS, FORM_WAYS.replace("#counter", "#form").replace("#opened", "#form"), "## The form"
    ),
    Planted("no-passing-end", CASE, "end=pass", "end=fail", None),
    Planted("scene-linked", CASE, "A clerk puts", "A [clerk](#form) puts", "#form) puts"),
    Planted("scene-linked", PROVING, "cases/the-parcel.md)", "cases/the-parcel.md#form)", "../cases"),
    Planted("case-inline", PROVING, "![The parcel]", "Now ![the parcel]", "../cases"),
    Planted("shown-target", CASE, "](../media/parcel.png)", "](../questions/shown.md#is-proof)", "../questions"),
    Planted("shown-target", CASE, "](../media/parcel.png)", "](the-parcel.md)", "the-parcel.md)"),
    Planted("missing-file", PROVING, "cases/the-parcel.md", "cases/the-parcels.md", "../cases"),
    Planted("missing-file", "course.yaml", "- exam.yaml", "- cases/parcel.md\n  - exam.yaml", "cases/"),
    Planted("raw-html", CASE, "A clerk puts", "A <b>clerk</b> puts", "<b>"),
]
TRANSLATIONS = [
    Planted(
        "missing-page",
        CASE_AR,
        sample_course.CASE_ARABIC.partition("ثابتة {#closed}\n\nتقبل المحكمة سجلّك.\n")[2],
        "",
        None,
    ),
    Planted("orphan", CASE_AR, "{#closed}", "{#close}", "#close}"),
    Planted("other-count", CASE_AR, "- [ترك الطرد يمضي](#opened) {#release}\n", "", "## النموذج"),
    Planted("other-order", CASE_AR, "{#release}", "{#let-go}", "#let-go"),
    Planted("other-target", CASE_AR, "يمضي](#opened)", "يمضي](#closed)", "closed) {#release"),
    Planted("id-in-translation", CASE_AR, "{#closed}", "{#closed end=pass}", "end=pass"),
    Planted("id-in-translation", CASE_AR, "{#witness}", "{#witness score=2}", "score=2"),
    Planted("id-in-translation", CASE_AR, "{#witness}", "{#witness outcome=prove}", "outcome=prove"),
    Planted("id-in-translation", CASE_AR, "source:", "start: counter\nsource:", "start"),
    Planted("orphan", "modules/010-telling.fr.md", "", "Bonjour.\n", None),
    Planted("orphan", "modules/030-other.ar.md", "", "مرحبا\n", None),
    Planted("orphan", PROVING_AR, "{#records}", "{#records}\n\n1. ج\n\n## صفحة {#more}", "#more}"),
    Planted("orphan", SHOWN_AR, "{#is-proof}", "{#is-a-proof}", "#is-a-proof"),
    Planted("orphan", "course.ar.yaml", "  tell:", "  told:", "told:"),
    Planted("id-in-translation", PROVING_AR, "source:", "id: proving\nsource:", "id: proving"),
    Planted("id-in-translation", "exam.ar.yaml", "source:", "pass: 50%\nsource:", "pass"),
    Planted("id-in-translation", SHOWN_AR, "{#is-proof}", "{#is-proof points=3}", "points=3"),
    Planted("missing-page", PROVING_AR, "## سجلات تُحفظ {#records}", "", None),
    Planted("other-shape", EXAM_BANK_AR, "- = ٧٢", "- [x] ٧٢ {#a}\n- [ ] ٧٣ {#b}", "## كم ساعة"),
    Planted("other-count", SHOWN_AR, "- [ ] أبدًا {#never}\n", "", "## هل"),
    Planted("other-order", SHOWN_AR, "{#always}", "{#sometimes}", "#sometimes"),
    Planted("other-tick", SHOWN_AR, "- [ ] أبدًا", "- [x] أبدًا", "- [x] أبدًا"),
    Planted("other-number", EXAM_BANK_AR, "- = ٧٢", "- = ٧٣", "- = ٧٣"),
]
STEPS_AR = "1. ابحث {#seek}\n2. جد {#find}\n3. احفظ {#keep}\n"
PAIRS_AR = "| ورقة | تقول |\n|---|---|\n| بيان {#a} | حمولة |\n| فاتورة {#b} | سعر |\n| طابع {#c} | ضريبة |\n"


class Twice(NamedTuple):
    """A mistake in the translation of a question that is changed in both languages."""

    code: str
    source: str
    translated: str
    at: str


TWICE = [
    Twice("other-shape", STEPS, PAIRS_AR, "## كم ساعة"),
    Twice("other-shape", PAIRS, "- = ٧٢\n", "## كم ساعة"),
    Twice("other-count", STEPS, STEPS_AR.replace("3. احفظ {#keep}\n", ""), "## كم ساعة"),
    Twice("other-count", PAIRS, PAIRS_AR.replace("| طابع {#c} | ضريبة |\n", "| | ضريبة {#c} |\n"), "## كم ساعة"),
    Twice("other-order", STEPS, STEPS_AR.replace("#find", "#gone"), "#gone}"),
    Twice("other-order", PAIRS, PAIRS_AR.replace("#b", "#z"), "#z}"),
    Twice("id-missing", STEPS, STEPS_AR.replace(" {#find}", ""), "2. جد"),
    Twice("id-missing", PAIRS, PAIRS_AR.replace(" {#c}", ""), "طابع |"),
]
MEDIA_AND_ACCESS = [
    Planted("alt-missing", TELLING, "![A parcel with a torn label]", "![]", "![]"),
    Planted("media-type", "media/drawing.svg", "", "<svg xmlns='http://www.w3.org/2000/svg'/>", None),
    Planted("media-extension", "media/parcel.vtt.png", "", "WEBVTT\n\n00:00.000 --> 00:01.000\nx\n", None),
    Planted("captions-missing", "media/film.mp4", "", "\0\0\0\x18ftypmp42", None),
    Planted("shown-target", PROVING, "questions/shown.md#is-proof", "glossary.md", "../glossary.md"),
    Planted("shown-target", PROVING, "../questions/shown.md#is-proof", "https://example.org/x.png", "https:"),
    Planted(
        "missing-anchor", PROVING, "is worth.", "is worth [this](../questions/shown.md).", "../questions/shown.md)"
    ),
    Planted("question-linked", PROVING, "![Try it]", "[Try it]", "../questions"),
    Planted(
        "shown-twice",
        PROVING,
        "![Try it](../questions/",
        "![Once](../questions/shown.md#is-proof)\n\n![Try it](../questions/./",
        "../questions/./",
    ),
    Planted("question-inline", PROVING, "![Try it]", "Now ![try it]", "../questions"),
    Planted("question-inline", PROVING, "![Try it]", "- ![try it]", "../questions"),
    Planted("film-part", TELLING, "(../media/parcel.png)", "(../media/film.en.vtt)", "../media"),
    Planted(
        "film-inline",
        TELLING,
        "![A parcel with a torn label](../media/parcel.png)",
        "Now ![a parcel](../media/film.mp4)",
        "../media",
    ),
    Planted("film-place", SHOWN, "- [x] Only", "![Look](../media/film.mp4)\n\n- [x] Only", "../media"),
    Planted("recording-without-words", "media/sound.mp3", "", "ID3\4\0\0\0\0\0\0", None),
    Planted("captions-form", "media/sound.en.vtt", "", "WEBVTT\n", None),
    Planted("shown-bank", PROVING, "shown.md#is-proof", "shown.md", "../questions"),
    Planted("link-empty", TELLING, "[the next module]", "[ ]", "[ ]"),
    Planted("table-header", TELLING, "| Sign | Says |", "|  |  |", "|  |  |"),
    Planted("table-header", TELLING, "|---|---|\n", "", "| Sign"),
    Planted("reference-link", PROVING, "is worth.", "is [worth][w].\n\n[w]: https://example.org", "https:"),
]
SAFETY = [
    Planted("raw-html", PROVING, "A finding", "A <b>finding</b>", "<b>"),
    Planted("raw-html", PROVING, "A finding", "A <img\nsrc=x onerror=y> finding", "<img"),
    Planted("raw-html", PROVING, "A finding", "<!-- A --> finding", "<!--"),
    Planted("unsafe-link", TELLING, "(020-proving.md#records)", "(javascript:alert)", "javascript"),
    Planted("unsafe-link", TELLING, "(020-proving.md#records)", "(java&#115;cript:alert)", "java&"),
    Planted("unsafe-link", TELLING, "(../media/parcel.png)", "(data:image/png;base64,AA)", "data:"),
    Planted("unsafe-link", PROVING, "A finding", "A <vbscript:x> finding", "vbscript"),
    Planted("unsafe-link", TELLING, "(020-proving.md#records)", "(//example.org/x)", "//example"),
    Planted("bidi-override", PROVING, "A finding", "A \u202efinding", "\u202e"),
    Planted("control-character", PROVING, "A finding", "A\u200b finding", "\u200b"),
    Planted("control-character", CASE, "On the table", "On the\uffff table", "\uffff"),
    Planted("control-character", SHOWN, "Always", "Al\x07ways", "\x07"),
]
ERRORS = [*YAML, *STRUCTURE, *HANDLING, *QUESTIONS, *CASES, *TRANSLATIONS, *MEDIA_AND_ACCESS, *SAFETY]

LONG = "a very long right choice that explains itself in every detail there is"
WARNINGS = [
    Planted("stray-file", "notes.txt", "", "to myself", None),
    Planted("not-in-outline", "course.yaml", "  - exam.yaml\n", "", None, "exam.yaml"),
    Planted("handling-linked", PROVING, SECOND, _narrowed(ONLY), "020-proving.md#", TELLING),
    Planted("heading-markup", PROVING, "## Records", "## **Records**", "**Records"),
    Planted("heading-skipped", PROVING, "> [!WARNING]", "#### Deep\n\n> [!WARNING]", "#### Deep"),
    Planted("module-long", PROVING, "minutes: 10", "minutes: 26", "26"),
    Planted("quiz-unused", TELLING, "quiz: quizzes/telling.yaml\n", "", None, QUIZ),
    Planted("case-unused", "cases/other.md", "", sample_course.CASE.replace("id: the", "id: other"), None),
    Planted("briefing-missing", CASE, sample_course.CASE.partition("prove]\n---\n")[2].partition("## At")[0], "", None),
    Planted("scene-unreached", CASE, "again](#form)", "again](#table)", "## The form"),
    Planted(
        "one-way", CASE, "- [Let the parcel go](#opened) {#release}\n  > It leaves with the next van.\n", "", "- [Go"
    ),
    Planted("first-best", CASE, "{#alone}", "{#alone score=9}", "- [Open it"),
    Planted("consequence-missing", CASE, "  > The clerk looks for it.\n", "", "- [Ask"),
    Planted("stale", CASE, "A clerk puts", "A man puts", "sha256-", CASE_AR),
    Planted("length-ratio", CASE_AR, "يضع موظف", "يضع" + " موظف" * 200, "## عند"),
    Planted("footnote-unused", TELLING, "smuggled.[^share]", "smuggled.", "[^share]:"),
    Planted("pool-small", "exam.yaml", "count: 10", "count: 11", "11"),
    Planted("no-outcome", SHOWN, " outcome=prove", "", "## Is this"),
    Planted("few-choices", EXAM_BANK, "- [ ] Speeding {#speeding}\n", "", "## What is copying"),
    Planted("longest-right", EXAM_BANK, "- [x] Counterfeiting", f"- [x] {LONG}", "- [x] a very"),
    Planted("of-the-above", SHOWN, "Always", "All of the above", "- [ ] All of"),
    Planted("negation", SHOWN, "Is this picture a proof?", "Which of these is not a proof?", "## Which of"),
    Planted("feedback-missing", SHOWN, "  > It can be one, with its history.\n", "", "- [ ] Never"),
    Planted("feedback-missing", PRACTICE, "  > Names say little.\n", "", "- [ ] A long"),
    Planted("feedback-missing", PRACTICE, "- = 2\n", STEPS, "## How many pages"),
    Planted("feedback-missing", PRACTICE, "- = 2\n", PAIRS, "## How many pages"),
    Planted("partner-long", EXAM_BANK, "- = 72\n", PAIRS.replace("Price", "Price " * 11), "Invoice"),
    Planted("stale", PROVING, "A finding", "Any finding", "sha256-", PROVING_AR),
    Planted("stale", PROVING_AR, "source: ", "translated_by: x # ", "title"),
    Planted("untranslated", SHOWN_AR, "is-proof", "is-no-proof", None),
    Planted("untranslated", "course.yaml", "translations: [ar]", "translations: [ar, fr]", "fr]"),
    Planted(
        "near-duplicate",
        PRACTICE,
        "## Which rights",
        f"{sample_course.SHOWN.replace('is-proof', 'twin')}\n## Which rights",
        "## Is this",
        SHOWN,
    ),
    Planted("length-ratio", PROVING_AR, "1. من عثر عليه", "1. من" + " عثر" * 200, "## سجلات"),
    Planted("media-unused", "media/other.gif", "", "GIF89a\2\0\2\0\0\0\0", None),
    Planted("picture-large", "media/other.gif", "", "GIF89a\2\0\2\0\0\0\0" + "\0" * 60_000, None),
    Planted("picture-wide", "media/other.gif", "", "GIF89a\0\6\2\0\0\0\0", None),
    Planted("transcript-missing", "media/film.mp4", "", "\0\0\0\x18ftypmp42", None),
    Planted("captions-missing-here", "media/film.mp4", "", "\0\0\0\x18ftypmp42", None),
    Planted("click-here", TELLING, "[the next module]", "[click here]", "[click here]"),
    Planted("emoji-bullet", PROVING, "1. Who found it", "✅ Who found it", "✅"),
    Planted("personal-data", PROVING, "A finding", "A finding by j.doe@mail.org", "j.doe"),
    Planted("personal-data", PROVING, "A finding", "A finding from +44 20 7946 0958", "+44"),
    Planted("personal-data", PROVING, "A finding", "A finding paid to GB82 WEST 1234 5698 7654 32", "GB82"),
]
