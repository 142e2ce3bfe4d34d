"""A made-up table whose words are Thai, Khmer, Burmese and Latin, and a wish for every kind of chart. Nobody in it exists."""

import itertools
from datetime import date
from functools import cache

from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.present.charts import ChartSpec, Kind, Wish, make, render
from titip.share.rules import About, Audience, Heading, Released, Table

PROVINCES = {
    "KH-1": ("ខេត្តបន្ទាយមានជ័យ", 160), "KH-2": ("ខេត្តបាត់ដំបង", 140), "KH-12": ("រាជធានីភ្នំពេញ", 150), "KH-17": ("ខេត្តសៀមរាប", 120),
    "KH-14": ("ខេត្តព្រៃវែង", 100), "KH-21": ("ខេត្តតាកែវ", 80), "KH-18": ("ខេត្តព្រះសីហនុ", 50), "KH-22": ("ខេត្តឧត្តរមានជ័យ", 44),
    "KH-16": ("ខេត្តរតនគិរី", 24), "KH-23": ("ខេត្តកែប", 9), "KH-25": ("ខេត្តត្បូងឃ្មុំ", 40),
}  # fmt: skip
SECTORS = {
    "fish": ("ประมงและอาหารทะเล", 9), "home": ("งานบ้าน", 7), "build": ("ก่อสร้าง", 6), "scam": ("ศูนย์หลอกลวงออนไลน์ (ถูกบังคับให้หลอกลวง)", 5), "farm": ("เกษตร", 3),
}  # fmt: skip
COUNTRIES = {"MM": "မြန်မာ", "KH": "ကမ္ဘောဒီးယား", "TH": "ထိုင်း", "VN": "ဗီယက်နမ်", "LA": "လာအို", "MY": "မလေးရှား", "PH": "ဖိလစ်ပိုင်"}
FLOWS = {
    ("MM", "TH"): 210, ("KH", "TH"): 180, ("LA", "TH"): 90, ("VN", "KH"): 60, ("MM", "MY"): 140, ("KH", "MY"): 40, ("PH", "MY"): 70, ("VN", "MY"): 30,
    ("PH", "KH"): 35, ("TH", "KH"): 25, ("MM", "MM"): 20, ("LA", "KH"): 9, ("PH", "TH"): 8,
}  # fmt: skip
ABOUT = About(
    unit_of_count="people",
    period="The years 2019 to 2025",
    place="Made-up provinces",
    source="A made-up organisation",
    method="Invented for tests and for the manual.",
    bias="Invented: nobody was met.",
    definitions={"sector": "The work that was forced"},
    dictionary_version="1",
    made_on=date(2026, 1, 1),
)
HEADINGS = [
    Heading("province", "ខេត្ត", ElementType.PLACE, names={code: name for code, (name, _) in PROVINCES.items()}),
    Heading("sector", "ภาคส่วนของงาน", ElementType.SELECT_ONE, names={code: name for code, (name, _) in SECTORS.items()}),
    Heading("year", "Year", ElementType.INTEGER, ordered=True),
    Heading("sex", "Sex", ElementType.SELECT_ONE, names={"f": "Female", "m": "Male"}),
    Heading("months", "Months in the situation", ElementType.INTEGER, unit="months"),
    Heading("age", "Age", ElementType.INTEGER, unit="years"),
    Heading("needs", "Needs", ElementType.SELECT_MANY, names={"h": "Health", "l": "Legal aid"}),
    Heading("origin", "မူလနိုင်ငံ", ElementType.PLACE, names=COUNTRIES),
    Heading("destination", "ဦးတည်ရာနိုင်ငံ", ElementType.PLACE, names=COUNTRIES),
]
WISHES = {
    "bar": Wish(Kind.BAR, "sector"),
    "grouped": Wish(Kind.GROUPED, "sector", "sex"),
    "stacked": Wish(Kind.STACKED, "province", "sector"),
    "pie": Wish(Kind.PIE, "sector"),
    "line": Wish(Kind.LINE, "year", "sex"),
    "histogram": Wish(Kind.HISTOGRAM, "months"),
    "box": Wish(Kind.BOX, "sector", number="months"),
    "strip": Wish(Kind.STRIP, "sector", number="months"),
    "scatter": Wish(Kind.SCATTER, "age", number="months"),
    "interval": Wish(Kind.INTERVAL, "province", "sector", value="fish"),
    "multiples": Wish(Kind.MULTIPLES, "sex", "sector"),
    "heat": Wish(Kind.HEAT, "province", "sector"),
    "choropleth": Wish(Kind.CHOROPLETH, "province", "sector", value="fish"),
    "flow": Wish(Kind.FLOW, "origin", "destination"),
}


@cache
def released() -> Released:
    """917 rows, the same every time."""
    sectors = list(itertools.chain.from_iterable([code] * weight for code, (_, weight) in SECTORS.items()))
    flows = list(itertools.chain.from_iterable([pair] * n for pair, n in FLOWS.items()))
    rows = []
    provinces = itertools.chain.from_iterable([code] * n for code, (_, n) in PROVINCES.items())
    for i, province in enumerate(provinces):
        sector = sectors[(i * 7 + i // 30) % len(sectors)]
        months = 1 + (i * 37 % 101) * (i * 53 % 89) // (90 if sector == "fish" else 180)
        sex = Missing.DECLINED if i % 8 == 0 else "f" if i * 11 % 20 < 11 else "m"
        origin, destination = flows[i * 353 % len(flows)]
        rows.append({
            "province": province, "sector": sector, "year": 2019 + (i * 17 % 49) // 7, "sex": sex, "months": months,
            "age": 12 + (i * 29 % 40 + i * 31 % 23) // 2, "needs": ("h", "l") if i % 3 else ("h",), "origin": origin, "destination": destination,
        })  # fmt: skip
    return Released(Table.from_rows(rows, HEADINGS), Audience.PUBLIC, ABOUT)


TITLES = {
    "bar": "Kinds of forced work",
    "grouped": "Kinds of forced work by sex",
    "stacked": "Kinds of forced work in each province",
    "pie": "Kinds of forced work",
    "line": "Women and men met in each year",
    "histogram": "Months in the situation",
    "box": "Months in the situation by kind of work",
    "strip": "Months in the situation by kind of work",
    "scatter": "Age and months in the situation",
    "interval": "How many worked at sea, by province",
    "multiples": "Women and men in each kind of work",
    "heat": "Provinces and kinds of work",
    "choropleth": "How many worked at sea, by province",
    "flow": "From where to where",
}


@cache
def made(name: str, protect: int = 11) -> ChartSpec:
    """The chart of that name."""
    return make(released(), WISHES[name], title=TITLES[name], protect=protect)


@cache
def drawn(name: str, protect: int = 11) -> bytes:
    """Its picture for a phone, drawn once for all tests."""
    return render(made(name, protect), "png", medium="phone")
