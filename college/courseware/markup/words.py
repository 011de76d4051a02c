"""The few words that rendering adds by itself, in each language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ALERTS = ("note", "tip", "important", "warning", "caution", "law")


@dataclass(frozen=True)
class Added:
    """`%d` stands for the number of the note or table, `%s` for a number of megabytes."""

    alerts: Mapping[str, str]
    notes: str
    note: str
    back: str
    table: str
    terms: str
    case: str
    film: str
    recording: str
    loads: str  # said of what loads only when it is played
    megabytes: str
    point: str  # before decimals
    transcript: str
    fetch: str  # where a browser plays nothing


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
        film="Film",
        recording="Recording",
        loads="loads when it is played",
        megabytes="%s MB",
        point=".",
        transcript="Transcript",
        fetch="Fetch the file",
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
        film="فيلم",
        recording="تسجيل صوتي",
        loads="التحميل عند التشغيل",
        megabytes="%s ميغابايت",
        point=".",
        transcript="النص المكتوب",
        fetch="تنزيل الملف",
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
        film="Film",
        recording="Enregistrement",
        loads="chargé seulement à la lecture",
        megabytes="%s Mo",
        point=",",
        transcript="Transcription",
        fetch="Télécharger le fichier",
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
        film="Película",
        recording="Grabación",
        loads="se carga al reproducirla",
        megabytes="%s MB",
        point=",",
        transcript="Transcripción",
        fetch="Descargar el archivo",
    ),
}


def added(language: str) -> Added:
    return ADDED.get(language, ADDED["en"])
