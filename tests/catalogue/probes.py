"""A course in six languages to be searched, and what must be found in it, whichever database is asked."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from college.courseware.outline import Course, Level, Module, Page, Term, Text, Translation
from tests.catalogue.offered import make_media

LANGUAGES = ("en", "ar", "fr", "es", "pt", "zh")

TITLE = {
    "en": "Hidden cargo",
    "ar": "الشحنة الخفية",
    "fr": "La cargaison cachée",
    "es": "La carga oculta",
    "pt": "A carga oculta",
    "zh": "隐藏的货物",
}
SUMMARY = {
    "en": "How illicit goods travel, and how they are found.",
    "ar": "كيف تنتقل السلع غير المشروعة، وكيف يُعثر عليها.",
    "fr": "Comment voyagent les marchandises illicites, et comment on les trouve.",
    "es": "Cómo viajan las mercancías ilícitas y cómo se encuentran.",
    "pt": "Como viajam as mercadorias ilícitas e como são encontradas.",
    "zh": "非法货物如何运输，又如何被发现。",
}
ROUTES = {
    "en": (
        "Routes and hiding places",
        "Smugglers change the **route** of a container when controls grow. The origin of the goods hides behind"
        " false documents. A customs officer's first look goes to the consignee. They ordered 10 seals.",
    ),
    "ar": (
        "الطرق والمخابئ",
        "يغيّر المهرّبون مسار الحاوية عندما تشتدّ الرقابة. ويُخفى منشأ السلع وراء مستندات غير صحيحة."
        " ينظر موظف الجمارك أول ما ينظر في المُرسَل إليه. طُلبت أختام عددها ١٠.",
    ),
    "fr": (
        "Itinéraires et cachettes",
        "Les contrebandiers changent l’itinéraire d’un conteneur dès que les contrôles se renforcent. L'origine des"
        " marchandises se cache derrière de faux documents. Le douanier regarde d’abord le destinataire."
        " On a commandé 10 scellés.",
    ),
    "es": (
        "Rutas y escondites",
        "Los contrabandistas cambian la ruta de un contenedor cuando crecen los controles. El origen de la mercancía"
        " se esconde tras documentos falsos. La inspección aduanera mira primero al destinatario. El año pasado se"
        " pidieron 10 precintos.",
    ),
    "pt": (
        "Rotas e esconderijos",
        "Os contrabandistas mudam a rota de um contêiner quando a fiscalização aumenta. A origem das mercadorias"
        " esconde-se atrás de documentos falsos. A inspeção da alfândega olha primeiro para o destinatário."
        " Pediram-se 10 selos.",
    ),
    "zh": (
        "路线与藏匿处",
        "监管加强时，走私者会改变集装箱的路线。货物的原产地藏在假文件\n后面。海关人员首先查看收货人。订购了10个封条。",
    ),
}
PAPERS = {
    "en": (
        "False papers",
        "A bill of lading names the shipper. Compare weight, value and description with the container itself."
        " Forged stamps betray themselves under light. A copy costs 100 coins.",
    ),
    "ar": (
        "الوثائق المزوّرة",
        "يذكر سند الشحن اسم الشاحن. يُقارن الوزن والقيمة والوصف. والأختام المزيّفة تنكشف تحت الضوء.",
    ),
    "fr": (
        "Faux papiers",
        "Un connaissement nomme le chargeur. Comparez le poids, la valeur et la désignation. Les cachets contrefaits"
        " se trahissent à la lumière ; l’œil suit le bord.",
    ),
    "es": (
        "Papeles falsos",
        "Un conocimiento de embarque nombra al cargador. Compare el peso, el valor y la descripción. Los sellos"
        " falsificados se delatan con la luz.",
    ),
    "pt": (
        "Papéis falsos",
        "Um conhecimento de embarque nomeia o embarcador. Compare o peso, o valor e a descrição. Os carimbos"
        " falsificados traem-se à luz, e a falsificação não tem bordas nítidas.",
    ),
    "zh": ("假文件", "提单写明托运人。请比较重量、价值和品名。伪造的印章在灯光下会露出破绽。"),
}
MONEY = {
    "en": (
        "Following the money",
        "Money laundering hides where profits come from. Shell companies pay invoices for goods that never moved."
        " Ask the bank of the beneficiary.",
    ),
    "ar": (
        "تتبّع الأموال",
        "يُخفي غسل الأموال مصدر الأرباح. وتدفع شركات وهمية فواتير سلع لم تتحرك قط. يُسأل مصرف المستفيد.",
    ),
    "fr": (
        "Suivre l'argent",
        "Le blanchiment d’argent cache la provenance des bénéfices. Des sociétés écrans paient des factures pour des"
        " marchandises qui n’ont jamais bougé. Interrogez la banque du bénéficiaire.",
    ),
    "es": (
        "Seguir el dinero",
        "El blanqueo de dinero esconde de dónde vienen las ganancias. Sociedades pantalla pagan facturas de mercancías"
        " que nunca se movieron. Pregunte al banco del beneficiario.",
    ),
    "pt": (
        "Seguir o dinheiro",
        "A lavagem de dinheiro esconde de onde vêm os lucros. Empresas de fachada pagam faturas de mercadorias que"
        " nunca saíram do lugar. Pergunte ao banco do beneficiário.",
    ),
    "zh": ("追踪资金", "洗钱掩盖利润的来源。空壳公司为从未移动的货物付款。请询问受益人的银行。"),
}
PICTURE = {
    "en": "![A thumb lifts a torn wax seam](../media/parcel.gif)",
    "ar": "![إبهام يرفع شمعًا ممزقًا](../media/parcel.gif)",
    "fr": "![Un pouce soulève la cire déchirée](../media/parcel.gif)",
    "es": "![Un pulgar levanta la cera rasgada](../media/parcel.gif)",
    "pt": "![Um polegar levanta a cera rasgada](../media/parcel.gif)",
    "zh": "![拇指掀起破损的蜡封](../media/parcel.gif)",
}
CAPTION = {"en": "Taken at dawn", "ar": "التُقطت فجرًا", "fr": "Prise à l’aube", "es": "Tomada al alba", "zh": "摄于黎明"}
SEAL = {
    "en": ("Seal", "A numbered closure that shows whether a container was opened."),
    "ar": ("ختم", "إغلاق مرقّم يبيّن هل فُتحت الحاوية."),
    "fr": ("Scellé", "Fermeture numérotée qui montre si un conteneur a été ouvert."),
    "es": ("Precinto", "Cierre numerado que muestra si se abrió un contenedor."),
    "pt": ("Selo", "Fecho numerado que mostra se um contêiner foi aberto."),
    "zh": ("封条", "带编号的封闭物，显示集装箱是否被打开过。"),
}
ZONE = {"en": ("Free zone", "An area in which goods may rest before duty is due.")}
"""Not translated: the glossary shows it in English everywhere."""

Said = dict[str, tuple[str, str]]


def _titles(said: Said) -> Text:
    return Text({language: title for language, (title, _) in said.items()})


def _bodies(said: Said) -> Text:
    return Text({language: body for language, (_, body) in said.items()})


def _pictured(said: Said) -> Said:
    """With a picture at the end, and a caption under it."""
    shown = {
        language: picture.replace(".gif)", f'.gif "{CAPTION[language]}")') if language in CAPTION else picture
        for language, picture in PICTURE.items()
    }
    return {language: (title, f"{body}\n\n{shown[language]}") for language, (title, body) in said.items()}


def _page(id: str, said: Said) -> Page:
    return Page(id=id, title=_titles(said), body=_bodies(said))


def make_probe_course(id: str = "hidden-cargo", **changed: object) -> Course:
    """Two modules, the first of them open, and a glossary."""
    course = Course(
        id=id,
        title=Text(TITLE),
        summary=Text(SUMMARY),
        language="en",
        translations=tuple(Translation(language=language, complete_percent=100) for language in LANGUAGES[1:]),
        level=Level.INTRODUCTORY,
        hours=Decimal(1),
        open_module=True,
        modules=(
            Module(
                id="roads",
                path="modules/roads.md",
                title=_titles(ROUTES),
                minutes=5,
                pages=(_page("start", ROUTES), _page("papers", _pictured(PAPERS))),
            ),
            Module(
                id="money", path="modules/money.md", title=_titles(MONEY), minutes=5, pages=(_page("start", MONEY),)
            ),
        ),
        glossary=(
            Term(id="seal", term=_titles(SEAL), meaning=_bodies(SEAL)),
            Term(id="zone", term=_titles(ZONE), meaning=_bodies(ZONE)),
        ),
        media=make_media(),
    )
    return course.model_copy(update=changed)


COURSE, ROADS, FALSE, LAUNDRY = "course", "roads/start", "roads/papers", "money/start"
SEALED, FREE = "term seal", "term zone"


class Probe(NamedTuple):
    """Words typed by somebody who reads in `language`, and all that must be found, in the order of the results."""

    words: str
    language: str
    wanted: tuple[str, ...]


PROBES = (
    # English: small and capital letters, beginnings of words, every word, numbers, apostrophes, phrases
    Probe("smugglers", "en", (ROADS,)),
    Probe("SMUGGLERS", "en", (ROADS,)),
    Probe("smuggl", "en", (ROADS,)),
    Probe("mugglers", "en", ()),
    Probe("container", "en", (SEALED, ROADS, FALSE)),
    Probe("container seal", "en", (SEALED, ROADS)),
    Probe("container bank", "en", ()),
    Probe("seal", "en", (SEALED, ROADS)),
    Probe("officer", "en", (ROADS,)),
    Probe("officer's", "en", (ROADS,)),
    Probe("officer’s first", "en", (ROADS,)),
    Probe("100", "en", (FALSE,)),
    Probe('"bill of lading"', "en", (FALSE,)),
    Probe('"lading of bill"', "en", ()),
    Probe("lading of bill", "en", (FALSE,)),
    Probe('"money laundering"', "en", (LAUNDRY,)),
    Probe('"the money laundering"', "en", ()),
    Probe('"bill of lad"', "en", ()),
    Probe('bill "of', "en", (FALSE,)),
    Probe("route", "en", (ROADS,)),
    Probe("hidden cargo", "en", (COURSE,)),
    Probe("illicit, goods!", "en", (COURSE,)),
    Probe("free zone", "en", (FREE,)),
    Probe("strong", "en", ()),
    # What a picture shows, said to those who cannot see it, and what stands under it; not the name of its file
    Probe("thumb", "en", (FALSE,)),
    Probe('"torn wax seam"', "en", (FALSE,)),
    Probe("wax lading", "en", (FALSE,)),
    Probe("thumb dawn", "en", (FALSE,)),
    Probe("taken at dawn", "en", (FALSE,)),
    Probe("parcel", "en", ()),
    Probe("gif", "en", ()),
    # Arabic: with and without vowel signs, forms of letters, tatweel, the article, digits
    Probe("المهرّبون", "ar", (ROADS,)),
    Probe("مهربون", "ar", (ROADS,)),
    Probe("مهـــربون", "ar", (ROADS,)),
    Probe("السلع", "ar", (COURSE, ROADS, LAUNDRY)),
    Probe("سلع", "ar", (COURSE, ROADS, LAUNDRY)),
    Probe("بالسلع", "ar", (COURSE, ROADS, LAUNDRY)),
    Probe("للسلع", "ar", (COURSE, ROADS, LAUNDRY)),
    Probe("الحاويه", "ar", (SEALED, ROADS)),
    Probe("مزوره", "ar", (FALSE,)),
    Probe("اول", "ar", (ROADS,)),
    Probe("أوّل", "ar", (ROADS,)),
    Probe("إليه", "ar", (ROADS,)),
    Probe("وتدفع", "ar", (LAUNDRY,)),
    # "And" without the article behind it stays on: too many words begin with this letter by themselves.
    Probe("تدفع", "ar", ()),
    Probe("المرسل اليه", "ar", (ROADS,)),
    Probe("غسل الأموال", "ar", (LAUNDRY,)),
    Probe("غسل اموال", "ar", (LAUNDRY,)),
    Probe("«غسل الأموال»", "ar", (LAUNDRY,)),
    Probe("«الأموال غسل»", "ar", ()),
    Probe("أختام 10", "ar", (ROADS,)),
    Probe("أختام ١٠", "ar", (ROADS,)),
    Probe("إبهام", "ar", (FALSE,)),
    Probe("الشمع الممزق", "ar", (FALSE,)),
    Probe("ممزقا", "ar", (FALSE,)),
    Probe("التقطت فجرا", "ar", (FALSE,)),
    Probe("مخدرات", "ar", ()),
    # French: accents, elision, ligatures
    Probe("origine", "fr", (ROADS,)),
    Probe("l'origine", "fr", (ROADS,)),
    Probe("l’origine", "fr", (ROADS,)),
    Probe("itineraire", "fr", (ROADS,)),
    Probe("d'un itinéraire", "fr", (ROADS,)),
    Probe("ITINÉRAIRES", "fr", (ROADS,)),
    Probe("cachée", "fr", (COURSE,)),
    Probe("oeil", "fr", (FALSE,)),
    Probe("œil", "fr", (FALSE,)),
    Probe("scelle", "fr", (SEALED, ROADS)),
    Probe("« blanchiment d’argent »", "fr", (LAUNDRY,)),
    Probe("pouce cire", "fr", (FALSE,)),
    Probe("dechiree", "fr", (FALSE,)),
    Probe("l'aube", "fr", (FALSE,)),
    Probe("stupéfiants", "fr", ()),
    # Spanish
    # The word as it stands comes before words that begin so.
    Probe("mercancia", "es", (ROADS, COURSE, LAUNDRY)),
    Probe("MERCANCÍAS", "es", (COURSE, LAUNDRY)),
    Probe("ano", "es", (ROADS,)),
    Probe("inspeccion aduanera", "es", (ROADS,)),
    Probe("blanqueo", "es", (LAUNDRY,)),
    Probe("pulgar", "es", (FALSE,)),
    Probe("alba", "es", (FALSE,)),
    Probe("cocaína", "es", ()),
    # Portuguese
    Probe("fiscalizacao", "pt", (ROADS,)),
    Probe("falsificação", "pt", (FALSE,)),
    Probe("papeis falsos", "pt", (FALSE,)),
    Probe("alfandega", "pt", (ROADS,)),
    Probe("lavagem de dinheiro", "pt", (LAUNDRY,)),
    Probe("polegar", "pt", (FALSE,)),
    Probe("tabaco", "pt", ()),
    # Chinese: one character, pairs, longer runs, other widths, a line wrapped in the source
    Probe("货", "zh", (COURSE, ROADS, LAUNDRY)),
    Probe("货物", "zh", (COURSE, ROADS, LAUNDRY)),
    Probe("物货", "zh", ()),
    Probe("走私", "zh", (ROADS,)),
    Probe("集装箱", "zh", (SEALED, ROADS)),
    Probe("集装箱 封条", "zh", (SEALED, ROADS)),
    Probe("集装箱 洗钱", "zh", ()),
    Probe("假文件", "zh", (FALSE, ROADS)),
    Probe("文件后面", "zh", (ROADS,)),
    Probe("“空壳公司”", "zh", (LAUNDRY,)),
    Probe("１０个", "zh", (ROADS,)),
    Probe("蜡封", "zh", (FALSE,)),
    Probe("拇指", "zh", (FALSE,)),
    Probe("黎明", "zh", (FALSE,)),
    Probe("毒品", "zh", ()),
    # Whoever reads in one language finds what is said in another
    Probe("empresas de fachada", "ar", (LAUNDRY,)),
    Probe("洗钱", "en", (LAUNDRY,)),
    Probe("الجمارك", "fr", (ROADS,)),
)
