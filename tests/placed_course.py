"""The sample course with questions of order and of match: in its exam, in its practice quiz and on a page."""

from typing import Any

from tests.sample_course import EXAM_BANK, PROVING, PROVING_ARABIC, REVIEWER, digest, sample

ORDER = """\
## Put the steps of a seizure in order {#seizure outcome=prove points=2}

The parcel lies *unopened*.

> [!TIP]
> Nothing is touched first.

1. Photograph the **parcel** {#photo}
   > A picture shows it as it was found.
2. Open it before a witness {#witness}
   > Without one, the finder may be doubted.
3. Write the record {#record}
4. Seal the `evidence` bag {#seal}

> [!NOTE]
> What was not recorded cannot be proved.
"""
ORDER_ARABIC = """\
## رتّب خطوات الضبط {#seizure}

الطرد *مغلق*.

> [!TIP]
> لا يُلمس شيء أولًا.

1. تصوير **الطرد** {#photo}
   > تُظهر الصورة حالته عند العثور عليه.
2. فتحه أمام شاهد {#witness}
   > من دون شاهد قد يُشك في من عثر عليه.
3. كتابة المحضر {#record}
4. ختم كيس `الأدلة` {#seal}

> [!NOTE]
> ما لم يُوثق لا يمكن إثباته.
"""
MATCH = """\
## Match each right with what it protects {#rights outcome=tell points=3}

| Right | Protects | Why |
|---|---|---|
| Trade **mark** {#mark} | A sign of origin | It tells who made it. |
| Patent {#patent} | An *invention* | |
| Copyright {#copyright} | A work of an author | |
| | A secret recipe {#secret} | That is a trade secret. |

> [!NOTE]
> One product may carry several rights.
"""
MATCH_ARABIC = """\
## صِل كل حق بما يحميه {#rights}

| الحق | ما يحميه | السبب |
|---|---|---|
| **علامة** تجارية {#mark} | دلالة على المصدر | تدل على الصانع. |
| براءة اختراع {#patent} | *اختراع* | |
| حق المؤلف {#copyright} | مصنف لمؤلف | |
| | وصفة سرية {#secret} | هذا سر تجاري. |

> [!NOTE]
> قد يحمل منتج واحد حقوقًا عدة.
"""
SHOWN_HERE = {
    PROVING: "\n![Try the order](../questions/shown.md#steps)\n\n![Try the match](../questions/shown.md#words)\n",
    PROVING_ARABIC: "\n![جرّب الترتيب](../questions/shown.md#steps)\n\n![جرّب الوصل](../questions/shown.md#words)\n",
}


def renamed(text: str, **ids: str) -> str:
    """The same questions under other ids."""
    for old, new in ids.items():
        text = text.replace(f"{{#{old}", f"{{#{new}")
    return text


def translated(source: str, words: str) -> str:
    return f"---\nsource: {digest(source)}\nreviewed_by: {REVIEWER}\n---\n{words}"


def placed(**knobs: Any) -> dict[str, str | bytes]:
    """The files by path; the exam draws the two questions."""
    files = sample(**{"question_count": 2, **knobs})
    exam, exam_arabic = f"{ORDER}\n{MATCH}", f"{ORDER_ARABIC}\n{MATCH_ARABIC}"
    files[EXAM_BANK], files["questions/exam.ar.md"] = exam, translated(exam, exam_arabic)
    quiz = str(files["quizzes/telling.yaml"]).replace("count: 3", "count: 2")
    files["quizzes/telling.yaml"] = quiz
    files["quizzes/telling.ar.yaml"] = f"title: تدريب على التمييز\nsource: {digest(quiz)}\n"
    for path, seizure, rights in (("practice", "seizure-tried", "rights-tried"), ("shown", "steps", "words")):
        ids = {"seizure": seizure, "rights": rights}
        kept = str(files["questions/shown.md"]) + "\n" if path == "shown" else ""
        kept_arabic = str(files["questions/shown.ar.md"]).split("---\n")[2] + "\n" if path == "shown" else ""
        source = kept + renamed(exam, **ids)
        files[f"questions/{path}.md"] = source
        files[f"questions/{path}.ar.md"] = translated(source, kept_arabic + renamed(exam_arabic, **ids))
    module = PROVING.replace("\n## Records", f"{SHOWN_HERE[PROVING]}\n## Records")
    module_arabic = PROVING_ARABIC.replace("\n## سجلات", f"{SHOWN_HERE[PROVING_ARABIC]}\n## سجلات")
    files["modules/020-proving.md"] = module
    files["modules/020-proving.ar.md"] = f"---\ntitle: الإثبات\n{translated(module, module_arabic)[4:]}"
    return files
