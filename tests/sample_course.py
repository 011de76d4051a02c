"""A small course in English and Arabic that other tests stand on: two modules, a practice quiz, an exam."""

import hashlib
import struct
import zlib
from pathlib import Path
from typing import NamedTuple

COURSE = "sample-course"
EXAM_BANK = "questions/exam.md"
ARABIC_TITLE = "دورة قصيرة عن السلع غير المشروعة"
OWED = "\n  - cases/the-parcel.md"
REVIEWER = "Dr Nadia Haddad"


class Asked(NamedTuple):
    """A question of the exam's bank: its id, its words and its answers, what is right first, in both languages."""

    id: str
    ask: tuple[str, str]
    right: tuple[str, str]
    wrong: tuple[tuple[str, str], ...]


ASKED = (
    Asked("copying-a-mark", ("What is copying a trade mark called?", "ماذا يسمى تقليد علامة تجارية؟"),
          ("Counterfeiting", "التزييف"), (("Smuggling", "التهريب"), ("Speeding", "السرعة الزائدة"))),
    Asked("copying-a-film", ("Which offence is selling unlicensed films?", "أي جريمة هي بيع أفلام بلا ترخيص؟"),
          ("Piracy", "القرصنة"), (("Arson", "الحرق العمد"), ("Perjury", "شهادة الزور"))),
    Asked("crossing-a-border", ("Genuine cigarettes cross a border untaxed: name it",
          "سجائر أصلية تعبر الحدود دون ضريبة: ما هي؟"),
          ("Contraband", "التهريب"), (("Plagiarism", "الانتحال"), ("Forgery", "التزوير"))),
    Asked("right-of-authors", ("Novels are protected by which right?", "أي حق يحمي الروايات؟"),
          ("Copyright", "حق المؤلف"), (("Patent", "براءة اختراع"), ("Easement", "حق ارتفاق"))),
    Asked("right-of-inventors", ("An engine's mechanism may be protected by what?", "بماذا تُحمى آلية محرك؟"),
          ("A patent", "ببراءة اختراع"), (("A passport", "بجواز سفر"), ("A receipt", "بإيصال"))),
    Asked("where-to-look", ("Where is ownership of a logo confirmed?", "أين تُؤكَّد ملكية شعار؟"),
          ("In the registry", "في السجل"), (("In a market", "في السوق"), ("On a stamp", "على طابع"))),
    Asked("who-opens-parcels", ("Parcels from abroad are inspected by whom?", "من يفتش الطرود القادمة من الخارج؟"),
          ("Customs", "الجمارك"), (("Librarians", "أمناء المكتبات"), ("Referees", "الحكام"))),
    Asked("unsafe-medicine", ("Why are falsified medicines dangerous?", "لماذا الأدوية المغشوشة خطيرة؟"),
          ("Wrong dose", "جرعة خاطئة"), (("Nice box", "علبة جميلة"), ("Low weight", "وزن خفيف"))),
    Asked("brake-pads", ("Fake brake pads endanger which people?", "من تعرضهم مكابح مزيفة للخطر؟"),
          ("Drivers", "السائقين"), (("Singers", "المغنين"), ("Painters", "الرسامين"))),
    Asked("chain", ("Evidence changes hands: what must be written?", "تنتقل الأدلة بين الأيدي: ماذا يُكتب؟"),
          ("Each transfer", "كل تسليم"), (("A poem", "قصيدة"), ("Nothing", "لا شيء"))),
    Asked("sample", ("Before a laboratory tests goods, you take what?", "قبل فحص المختبر للبضاعة ماذا تأخذ؟"),
          ("A sample", "عينة"), (("A holiday", "إجازة"), ("A loan", "قرضًا"))),
    Asked("photographs", ("How is a seized pallet first recorded?", "كيف تُوثق المنصة المضبوطة أولًا؟"),
          ("Photographs", "بالصور"), (("Rumours", "بالشائعات"), ("Dreams", "بالأحلام"))),
    Asked("free-zone", ("Relabelling often happens in what area?", "أين تكثر إعادة الوسم؟"),
          ("Free zones", "المناطق الحرة"), (("Gardens", "الحدائق"), ("Theatres", "المسارح"))),
    Asked("small-consignments", ("Online sellers ship mainly by which way?", "كيف يشحن الباعة عبر الإنترنت غالبًا؟"),
          ("Small parcels", "طرود صغيرة"), (("Camels", "الجمال"), ("Balloons", "المناطيد"))),
    Asked("money", ("Profits are hidden through what?", "كيف تُخفى الأرباح؟"),
          ("Shell companies", "شركات وهمية"), (("Libraries", "المكتبات"), ("Orchestras", "الفرق الموسيقية"))),
    Asked("holder", ("Whom do you call to identify a handbag?", "بمن تتصل للتعرف على حقيبة؟"),
          ("Rights holder", "صاحب الحق"), (("Weather office", "الأرصاد"), ("Zoo keeper", "حارس الحديقة"))),
    Asked("tax-stamp", ("A missing fiscal stamp suggests which crime?", "إلى أي جريمة يشير غياب الطابع الجبائي؟"),
          ("Tax evasion", "التهرب الضريبي"), (("Libel", "القذف"), ("Trespass", "التعدي"))),
    Asked("price", ("A watch at one percent of its value suggests?", "ساعة بواحد في المئة من قيمتها تدل على؟"),
          ("A fake", "التقليد"), (("A gift", "هدية"), ("A prize", "جائزة"))),
    Asked("warehouse", ("Before entering a warehouse you need what?", "ماذا تحتاج قبل دخول مستودع؟"),
          ("Legal authority", "سند قانوني"), (("A costume", "زيًا تنكريًا"), ("An umbrella", "مظلة"))),
    Asked("destroy", ("After judgment, infringing shoes are usually?", "بعد الحكم تكون الأحذية المخالفة عادة؟"),
          ("Destroyed", "متلفة"), (("Auctioned abroad", "مباعة في الخارج"), ("Returned", "معادة"))),
    Asked("labour", ("Illegal factories often exploit whom?", "من تستغل المصانع غير القانونية غالبًا؟"),
          ("Workers", "العمال"), (("Tourists", "السياح"), ("Astronauts", "رواد الفضاء"))),
    Asked("pesticide", ("Fake pesticide chiefly harms which land?", "أي أرض تضرها المبيدات المزيفة؟"),
          ("Farmland", "المزارع"), (("Deserts", "الصحارى"), ("Glaciers", "الأنهار الجليدية"))),
    Asked("agreement", ("TRIPS is a treaty of which organisation?", "اتفاق تريبس معاهدة لأي منظمة؟"),
          ("World Trade Organization", "منظمة التجارة العالمية"),
          (("Universal Postal Union", "الاتحاد البريدي العالمي"),
           ("International Maritime Office", "المكتب البحري الدولي"))),
    Asked("database", ("Suspicious routes are compared using what?", "بماذا تُقارن المسارات المشبوهة؟"),
          ("Risk profiles", "ملفات المخاطر"), (("Horoscopes", "الأبراج"), ("Recipes", "الوصفات"))),
    Asked("interview", ("During an interview an officer should first?", "ماذا يفعل الضابط أولًا في المقابلة؟"),
          ("Explain rights", "يشرح الحقوق"), (("Shout", "يصرخ"), ("Leave", "يغادر"))),
)  # fmt: skip

MANY = """\
## Which of these goods are illicit? {#illicit-goods outcome=tell}

- [x] Counterfeit toys {#toys}
- [x] Untaxed tobacco {#tobacco}
- [ ] Second-hand books {#books}
- [ ] Home-grown tomatoes {#tomatoes}

## Which traces does a website leave? {#website-traces outcome=prove points=2}

- [x] Its registration {#registration}
- [x] Payment records {#payments}
- [ ] A scent {#scent}
"""
MANY_ARABIC = """\
## أي هذه السلع غير مشروعة؟ {#illicit-goods}

- [x] ألعاب مزيفة {#toys}
- [x] تبغ بلا ضريبة {#tobacco}
- [ ] كتب مستعملة {#books}
- [ ] طماطم منزلية {#tomatoes}

## ما الآثار التي يتركها موقع؟ {#website-traces}

- [x] تسجيله {#registration}
- [x] سجلات الدفع {#payments}
- [ ] رائحة {#scent}
"""
TYPED = """\
## Which paper lists a ship's cargo? {#cargo-paper outcome=prove}

- = manifest
- = cargo manifest

## How many hours are in three days? {#hours outcome=prove}

- = 72

## Estimate pi with two decimals {#estimate outcome=prove}

- = 3.14 ± 0.01
"""
TYPED_ARABIC = """\
## ما الورقة التي تسرد حمولة السفينة؟ {#cargo-paper}

- = بيان الحمولة
- = المانيفست

## كم ساعة في ثلاثة أيام؟ {#hours}

- = ٧٢

## قدّر باي بمنزلتين عشريتين {#estimate}

- = ٣٫١٤ ± ٠٫٠١
"""
PRACTICE = """\
## Which sign tells a fake first? {#first-sign outcome=tell pages="telling/start"}

> [!TIP]
> Look at what is hard to copy.

- [x] Poor stitching {#stitching}
  > Yes: makers of fakes save on work.
- [ ] A bright colour {#colour}
  > Colours are easily copied.
- [ ] A long name {#long-name}
  > Names say little.

> [!NOTE]
> Workmanship costs money, and fakes are made cheaply.

## How many pages has this module? {#how-many outcome=tell}

- = 2

## Which rights can a shoe infringe? {#shoe-rights outcome=tell}

- [x] Trade mark {#mark}
- [x] Design {#design}
- [ ] Right of way {#way}
  > That concerns land.
"""
PRACTICE_ARABIC = """\
## أي علامة تكشف التقليد أولًا؟ {#first-sign}

> [!TIP]
> انظر إلى ما يصعب تقليده.

- [x] خياطة رديئة {#stitching}
  > نعم: صانعو التقليد يوفرون في العمل.
- [ ] لون زاهٍ {#colour}
  > الألوان سهلة التقليد.
- [ ] اسم طويل {#long-name}
  > الأسماء لا تقول الكثير.

> [!NOTE]
> الإتقان مكلف، والتقليد يُصنع بثمن زهيد.

## كم صفحة في هذه الوحدة؟ {#how-many}

- = ٢

## أي حقوق قد ينتهكها حذاء؟ {#shoe-rights}

- [x] العلامة التجارية {#mark}
- [x] التصميم {#design}
- [ ] حق المرور {#way}
  > هذا يخص الأرض.
"""
SHOWN = """\
## Is this picture a proof? {#is-proof outcome=prove}

- [x] Only with its history {#history}
  > Who took it, when and where must be known.
- [ ] Always {#always}
  > A picture alone may come from anywhere.
- [ ] Never {#never}
  > It can be one, with its history.
"""
SHOWN_ARABIC = """\
## هل هذه الصورة دليل؟ {#is-proof}

- [x] مع تاريخها فقط {#history}
  > يجب أن يُعرف من التقطها ومتى وأين.
- [ ] دائمًا {#always}
  > قد تأتي الصورة وحدها من أي مكان.
- [ ] أبدًا {#never}
  > قد تكون دليلًا مع تاريخها.
"""
TELLING = """\
---
id: telling
title: Telling goods apart
minutes: 10
outcomes: [tell]
quiz: quizzes/telling.yaml
---
Some goods are [counterfeit](../glossary.md#counterfeit), others are smuggled.[^share]

![A parcel with a torn label](../media/parcel.png)

> [!LAW]
> Penalties differ; look up your own law.

## Signs to look for {#signs}

| Sign | Says |
|---|---|
| Stitching | Workmanship |
| Price | Source |

> [!NOTE] Remember
> One sign is no proof. Read [the next module](020-proving.md#records) too.

[^share]: Sample Institute, *Trade in Figures*, 2025.
"""
TELLING_ARABIC = """\
بعض السلع [مقلدة](../glossary.md#counterfeit) وبعضها مهرب.[^share]

![طرد عليه ملصق ممزق](../media/parcel.png)

> [!LAW]
> تختلف العقوبات؛ راجع قانون بلدك.

## علامات ينبغي البحث عنها {#signs}

| العلامة | ما تقوله |
|---|---|
| الخياطة | الإتقان |
| السعر | المصدر |

> [!NOTE] تذكّر
> علامة واحدة ليست دليلًا. اقرأ [الوحدة التالية](020-proving.md#records) أيضًا.

[^share]: معهد العينات، *التجارة بالأرقام*، 2025.
"""
PROVING = """\
---
id: proving
title: Proving it
minutes: 10
outcomes: [prove]
---
A finding is worth what its record is worth.

![Try it](../questions/shown.md#is-proof)

## Records to keep {#records}

1. Who found it
2. When and where
3. Who held it since

> [!WARNING]
> Never open a parcel alone.

![The parcel](../cases/the-parcel.md)
"""
PROVING_ARABIC = """\
قيمة ما يُعثر عليه من قيمة توثيقه.

![جرّب](../questions/shown.md#is-proof)

## سجلات تُحفظ {#records}

1. من عثر عليه
2. متى وأين
3. من احتفظ به منذ ذلك

> [!WARNING]
> لا تفتح طردًا وحدك.

![الطرد](../cases/the-parcel.md)
"""
CASE = """\
---
id: the-parcel
title: The parcel
minutes: 5
start: counter
outcomes: [prove]
---
You are on duty at the counter of a post office.
Your aim: a finding that stands in court.

## At the counter {#counter}

A clerk puts a torn parcel before you.

| Seen | Written on the form |
|---|---|
| Forty watches | Toys |

- [Open it at once, alone](#opened) {#alone}
  > Nobody saw what was in it.
- [Call a witness, then open it](#table) {#witness score=2 outcome=prove}
  > The clerk stays and **signs** what you write.
- [Ask for the form again](#form) {#form score=1 outcome=tell}
  > The clerk looks for it.

## The form {#form}

The form says “toys, no value”.

![A parcel with a torn label](../media/parcel.png)

- [Go back to the counter](#counter) {#back}
  > The parcel is still there.
- [Let the parcel go](#opened) {#release}
  > It leaves with the next van.

## On the table {#table}

Forty watches lie on the table.

- [Write down who held them, and seal them](#closed) {#seal score=2 outcome=prove}
  > Every hand is on the record.
- [Keep one to show the others](#opened) {#keep}
  > Thirty-nine reach the store.

## The finding stands {#closed end=pass}

The court accepts your record.

## The finding falls {#opened end=fail}

Nobody can say what was in the parcel.
"""
CASE_ARABIC = """\
أنت في الخدمة عند شباك مكتب بريد.
الهدف: نتيجة تثبت أمام المحكمة.

## عند الشباك {#counter}

يضع موظف أمامك طردًا ممزقًا.

| ما يُرى | ما كُتب في النموذج |
|---|---|
| أربعون ساعة | ألعاب |

- [فتحه حالًا وعلى انفراد](#opened) {#alone}
  > لم يرَ أحد ما كان فيه.
- [استدعاء شاهد ثم فتحه](#table) {#witness}
  > يبقى الموظف و**يوقّع** ما تكتبه.
- [طلب النموذج مرة أخرى](#form) {#form}
  > يبحث عنه الموظف.

## النموذج {#form}

كُتب في النموذج: «ألعاب بلا قيمة».

![طرد عليه ملصق ممزق](../media/parcel.png)

- [العودة إلى الشباك](#counter) {#back}
  > ما زال الطرد هناك.
- [ترك الطرد يمضي](#opened) {#release}
  > يغادر مع الشاحنة التالية.

## على الطاولة {#table}

أربعون ساعة على الطاولة.

- [تدوين من احتفظ بها ثم ختمها](#closed) {#seal}
  > كل يد مدوّنة في السجل.
- [الاحتفاظ بواحدة لعرضها على الزملاء](#opened) {#keep}
  > تصل تسع وثلاثون إلى المخزن.

## النتيجة ثابتة {#closed}

تقبل المحكمة سجلّك.

## النتيجة ساقطة {#opened}

لا أحد يستطيع أن يقول ما كان في الطرد.
"""
GLOSSARY = """\
## Counterfeit {#counterfeit}

Goods that bear a trade mark without the consent of its holder.
"""
GLOSSARY_ARABIC = """\
## مقلد {#counterfeit}

سلع تحمل علامة تجارية دون موافقة صاحبها.
"""
QUIZ = """\
id: telling-quiz
kind: practice
title: Telling goods apart, practice
draw:
  - {from: questions/practice.md, count: 3}
"""


def picture() -> bytes:
    """A PNG of four grey pixels (RFC 2083)."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\x80\x80\0\x80\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def digest(text: str) -> str:
    """What a translation names as its source."""
    return f"sha256-{hashlib.sha256(text.encode()).hexdigest()}"


def bank(language: int) -> str:
    """The choice questions of the exam, in English (0) or Arabic (1)."""
    blocks = []
    for number, asked in enumerate(ASKED):
        outcome = ("tell", "prove")[number % 2]
        attributes = "" if language else f' outcome={outcome} pages="telling/signs"'
        lines = [f"## {asked.ask[language]} {{#{asked.id}{attributes}}}", ""]
        choices = [(True, asked.right), *((False, wrong) for wrong in asked.wrong)]
        turned = choices[number % 3 :] + choices[: number % 3]
        for right, words in turned:
            name = words[0].lower().replace(" ", "-")
            lines.append(f"- [{'x' if right else ' '}] {words[language]} {{#{name}}}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join([*blocks, (MANY, MANY_ARABIC)[language], (TYPED, TYPED_ARABIC)[language]])


def _translated(source: str, words: str) -> str:
    return f"---\nsource: {digest(source)}\nreviewed_by: {REVIEWER}\n---\n{words}"


def _module(source: str, title: str, words: str) -> str:
    return f"---\ntitle: {title}\nsource: {digest(source)}\nreviewed_by: {REVIEWER}\n---\n{words}"


def sample(
    *,
    course: str = COURSE,
    title: str = "Illicit goods in brief",
    attempts: int = 3,
    wait: str = "24 hours",
    time_limit: str = "none",
    question_count: int = 10,
    pass_mark: str = "80%",
    opens_after: str = "start",
    questions_per_page: str = "1",
    valid_for: str = "3 years",
    visibility: str = "listed",
    audience: str = "everyone",
    open_module: bool = True,
    requires: str = "[]",
    case_owed: bool = False,
    with_case: bool = True,
    case_words: str = "A clerk puts a torn parcel before you.",
    narrowed: str = "",
) -> dict[str, str | bytes]:
    """The files by path; knobs are written into them as an author would, `narrowed` into the second module's head."""
    overview = f"""\
id: {course}
title: "{title}"
summary: How illicit goods are told apart and how a finding is proved.
language: en
translations: [ar]
level: introductory
hours: 1
audience: {audience}
visibility: {visibility}
open_module: {str(open_module).lower()}
requires: {requires}
outcomes:
  tell: Tell illicit goods apart
  prove: Prove what was found
outline:
  - modules/010-telling.md
  - modules/020-proving.md{OWED if case_owed else ""}
  - exam.yaml
certificate:
  requires: {{exam.yaml: pass, modules: all}}
  valid_for: {valid_for}
instructors: [Sam Reader]
reviewed_by: {REVIEWER}
"""
    exam = f"""\
id: exam
kind: exam
title: Final examination
pass: {pass_mark}
attempts: {attempts}
wait_between_attempts: {wait}
time_limit: {time_limit}
opens_after: {opens_after}
questions_per_page: {questions_per_page}
rules: {{materials: open-book, help: not-allowed}}
draw:
  - {{from: {EXAM_BANK}, count: {question_count}}}
"""
    overview_arabic = f"""\
title: {ARABIC_TITLE}
summary: كيف نميز السلع غير المشروعة وكيف نثبت ما نعثر عليه.
source: {digest(overview)}
translated_by: Layla Mansour
reviewed_by: {REVIEWER}
outcomes:
  tell: تمييز السلع غير المشروعة
  prove: إثبات ما عُثر عليه
"""
    case = CASE.replace("A clerk puts a torn parcel before you.", case_words)
    shown, shown_arabic = PROVING, PROVING_ARABIC
    cases = {"cases/the-parcel.md": case, "cases/the-parcel.ar.md": _module(case, "الطرد", CASE_ARABIC)}
    if not with_case:
        shown, shown_arabic, cases = PROVING.partition("\n![The")[0], PROVING_ARABIC.partition("\n![الطرد")[0], {}
    if narrowed:
        shown = shown.replace("outcomes: [prove]\n", f"outcomes: [prove]\n{narrowed}\n")
    return {
        "course.yaml": overview,
        "course.ar.yaml": overview_arabic,
        "exam.yaml": exam,
        "exam.ar.yaml": f"title: الامتحان النهائي\nsource: {digest(exam)}\n",
        "quizzes/telling.yaml": QUIZ,
        "quizzes/telling.ar.yaml": f"title: تدريب على التمييز\nsource: {digest(QUIZ)}\n",
        "modules/010-telling.md": TELLING,
        "modules/010-telling.ar.md": _module(TELLING, "التمييز بين السلع", TELLING_ARABIC),
        "modules/020-proving.md": shown,
        "modules/020-proving.ar.md": _module(shown, "الإثبات", shown_arabic),
        **cases,
        "questions/exam.md": bank(0),
        "questions/exam.ar.md": _translated(bank(0), bank(1)),
        "questions/practice.md": PRACTICE,
        "questions/practice.ar.md": _translated(PRACTICE, PRACTICE_ARABIC),
        "questions/shown.md": SHOWN,
        "questions/shown.ar.md": _translated(SHOWN, SHOWN_ARABIC),
        "glossary.md": GLOSSARY,
        "glossary.ar.md": _translated(GLOSSARY, GLOSSARY_ARABIC),
        "media/parcel.png": picture(),
    }


def as_bytes(files: dict[str, str | bytes]) -> dict[str, bytes]:
    return {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}


def write(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    """Writes the course into `folder`, which is made where it is missing, and returns it."""
    for path, content in as_bytes(files if files is not None else sample()).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder
