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
    "pt": Added(
        alerts={
            "note": "Nota",
            "tip": "Sugestão",
            "important": "Importante",
            "warning": "Aviso",
            "caution": "Cuidado",
            "law": "Consulte a sua própria lei",
        },
        notes="Fontes e notas",
        note="Nota %d",
        back="Voltar ao texto a partir da nota %d",
        table="Tabela %d",
        terms="Termos explicados",
        case="Um caso para resolver",
        film="Filme",
        recording="Gravação",
        loads="só se carrega ao reproduzir",
        megabytes="%s MB",
        point=",",
        transcript="Transcrição",
        fetch="Descarregar o ficheiro",
    ),
    "zh": Added(
        alerts={
            "note": "说明",
            "tip": "提示",
            "important": "重要",
            "warning": "警告",
            "caution": "注意",
            "law": "请查阅本国法律",
        },
        notes="来源与注释",
        note="注释%d",
        back="从注释%d返回正文",
        table="表%d",
        terms="术语解释",
        case="案例演练",
        film="视频",
        recording="录音",
        loads="播放时才加载",
        megabytes="%s MB",
        point=".",
        transcript="文字稿",
        fetch="下载文件",
    ),
}


def added(language: str) -> Added:
    return ADDED.get(language, ADDED["en"])
