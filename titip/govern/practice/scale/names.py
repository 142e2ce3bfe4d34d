"""Names that nobody bears: things and places as given names, family names that say Practice, each in its own script and in two Latin spellings."""

from typing import Final

#: By country: (as written there, in Latin letters, in other Latin letters).
WORDS: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "KH": (
        ("គោម", "Koum", "Kom"),
        ("ឆត្រ", "Chhat", "Chat"),
        ("ស្ពាន", "Spean", "Spien"),
        ("ស្វាយ", "Svay", "Svai"),
        ("ពពក", "Popok", "Porpok"),
        ("ទន្លេ", "Tonle", "Tunle"),
        ("ថ្ម", "Thma", "Thmor"),
        ("ស្លឹក", "Slek", "Sloek"),
        ("ទូក", "Touk", "Tuk"),
        ("ផ្កា", "Phka", "Pka"),
        ("ផ្កាយ", "Phkay", "Pkai"),
        ("ព្រៃ", "Prey", "Prei"),
        ("ភ្នំ", "Phnom", "Pnom"),
        ("ស្រូវ", "Srov", "Srow"),
        ("កន្ត្រក", "Kantrak", "Kontrok"),
        ("ខ្យល់", "Khyal", "Kjol"),
    ),
    "TH": (
        ("โคมไฟ", "Khomfai", "Komfai"),
        ("ตะกร้า", "Takra", "Tagra"),
        ("ระฆัง", "Rakhang", "Rakang"),
        ("สะพาน", "Saphan", "Sapan"),
        ("มะม่วง", "Mamuang", "Mamoung"),
        ("เมฆ", "Mek", "Mekh"),
        ("แม่น้ำ", "Maenam", "Menam"),
        ("ใบไม้", "Baimai", "Bymai"),
        ("ดาว", "Dao", "Daw"),
        ("ดอกไม้", "Dokmai", "Dogmai"),
        ("เรือ", "Ruea", "Rua"),
        ("ทะเล", "Thale", "Talay"),
        ("ภูเขา", "Phukhao", "Pukao"),
        ("ฝน", "Fon", "Fone"),
        ("ข้าว", "Khao", "Kao"),
        ("ร่ม", "Rom", "Rohm"),
    ),
    "LA": (
        ("ໂຄມໄຟ", "Khomfai", "Komfay"),
        ("ຂົວ", "Khua", "Khoua"),
        ("ເຮືອ", "Heua", "Hua"),
        ("ເມກ", "Mek", "Mekh"),
        ("ຫີນ", "Hin", "Hine"),
        ("ດາວ", "Dao", "Dau"),
        ("ດອກໄມ້", "Dokmai", "Dokmay"),
        ("ພູ", "Phu", "Phou"),
        ("ນ້ຳ", "Nam", "Nahm"),
        ("ຝົນ", "Fon", "Fonh"),
        ("ປ່າ", "Pa", "Paa"),
        ("ໝາກມ່ວງ", "Makmuang", "Makmouang"),
    ),
    "MM": (
        ("လှေ", "Hle", "Hlay"),
        ("တံတား", "Tada", "Tadar"),
        ("မြစ်", "Myit", "Myitt"),
        ("ကြယ်", "Kye", "Kyal"),
        ("ပန်း", "Pan", "Pann"),
        ("တောင်", "Taung", "Toung"),
        ("ထီး", "Hti", "Htee"),
        ("တိမ်", "Tein", "Teyn"),
        ("မိုး", "Moe", "Moh"),
        ("ရွှေ", "Shwe", "Shway"),
        ("သစ်ရွက်", "Thitywet", "Thityuet"),
        ("လ", "La", "Lah"),
    ),
    "VN": (
        ("Thuyền", "Thuyen", "Thuien"),
        ("Cầu", "Cau", "Kau"),
        ("Sông", "Song", "Xong"),
        ("Mây", "May", "Mai"),
        ("Trăng", "Trang", "Trong"),
        ("Lúa", "Lua", "Luah"),
        ("Đèn", "Den", "Dehn"),
        ("Giỏ", "Gio", "Jo"),
        ("Đá", "Da", "Dah"),
        ("Rừng", "Rung", "Rong"),
        ("Biển", "Bien", "Bieng"),
        ("Xoài", "Xoai", "Soai"),
    ),
}
#: What every family name begins with, in the script it stands in.
PRACTICE: Final = {"KH": "ហ្វឹកហាត់", "TH": "ฝึกหัด", "LA": "ຝຶກຫັດ", "MM": "လေ့ကျင့်", "VN": "Luyện Tập"}
#: How a name was written down: in its own script, in Latin letters, in other Latin letters, with the parts run together, family name first.
NATIVE, LATIN, OTHER, JOINED, TURNED = range(5)


def spelled(country: str, words: tuple[int, int, int, int], way: int) -> tuple[str, str]:
    """(given name, family name) of four word numbers, spelled in one of the five ways."""
    known = WORDS[country]
    column = 0 if way == NATIVE else 2 if way == OTHER else 1
    one, two, three, four = (known[number % len(known)][column] for number in words)
    if way == NATIVE:
        gap = " " if country == "VN" else ""
        return f"{one}{gap}{two}", f"{PRACTICE[country]}-{three}{gap}{four}"
    if way == JOINED:
        return f"{one}{two.lower()}", f"Practice {three}{four.lower()}"
    given, family = f"{one} {two}", f"Practice-{three}-{four}"
    return (family, given) if way == TURNED else (given, family)
