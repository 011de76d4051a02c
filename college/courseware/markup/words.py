"""The few words that rendering adds by itself, in each language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ALERTS = ("note", "tip", "important", "warning", "caution", "law")


@dataclass(frozen=True)
class Added:
    """`%d` stands for the number of the note or table."""

    alerts: Mapping[str, str]
    notes: str
    note: str
    back: str
    table: str
    terms: str
    case: str


ADDED = {
    "en": Added(
        alerts={
            "note": "Note",
            "tip": "Tip",
            "important": "Important",
            "warning": "Warning",
            "caution": "Caution",
            "law": "Check your own law",
        },
        notes="Sources and notes",
        note="Note %d",
        back="Back to the text from note %d",
        table="Table %d",
        terms="Words explained",
        case="A case to work through",
    ),
    "ar": Added(
        alerts={
            "note": "ملاحظة",
            "tip": "نصيحة",
            "important": "مهم",
            "warning": "تحذير",
            "caution": "تنبيه",
            "law": "مراجعة القانون الوطني",
        },
        notes="المصادر والحواشي",
        note="الحاشية %d",
        back="العودة إلى النص من الحاشية %d",
        table="الجدول %d",
        terms="شرح المصطلحات",
        case="حالة عملية للتدريب",
    ),
    "fr": Added(
        alerts={
            "note": "Remarque",
            "tip": "Conseil",
            "important": "Important",
            "warning": "Avertissement",
            "caution": "Attention",
            "law": "Droit national à vérifier",
        },
        notes="Sources et notes",
        note="Note %d",
        back="Revenir au texte depuis la note %d",
        table="Tableau %d",
        terms="Mots expliqués",
        case="Un cas pratique à résoudre",
    ),
    "es": Added(
        alerts={
            "note": "Nota",
            "tip": "Consejo",
            "important": "Importante",
            "warning": "Advertencia",
            "caution": "Precaución",
            "law": "Consulte su propia ley",
        },
        notes="Fuentes y notas",
        note="Nota %d",
        back="Volver al texto desde la nota %d",
        table="Tabla %d",
        terms="Palabras explicadas",
        case="Un caso para trabajar",
    ),
}


def added(language: str) -> Added:
    return ADDED.get(language, ADDED["en"])
