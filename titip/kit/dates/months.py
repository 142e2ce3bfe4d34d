"""The names of months in the languages of the region, as CLDR 48 gives them (Unicode licence), without full stops."""

from typing import Final

_LONG: Final = {
    "en": "january february march april may june july august september october november december",
    "en_short": "jan feb mar apr may jun jul aug sep oct nov dec",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "id_short": "jan feb mar apr mei jun jul agu sep okt nov des",
    "ms": "januari februari mac april mei jun julai ogos september oktober november disember",
    "fil": "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
    "th": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "th_bare": "มกรา กุมภา มีนา เมษา พฤษภา มิถุนา กรกฎา สิงหา กันยา ตุลา พฤศจิกา ธันวา",
    "th_short": "มค กพ มีค เมย พค มิย กค สค กย ตค พย ธค",
    "lo": "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "km": "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "my": "ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
}
MONTHS: Final[dict[str, int]] = {name: number for names in _LONG.values() for number, name in enumerate(names.split(), start=1)} | {"sept": 9}


def month_number(text: str) -> int:
    """1 to 12 of a number or a name in any of the languages; 0 where it is none. ``text`` has Western digits."""
    plain = text.strip().casefold().replace(".", "")
    if plain.isascii() and plain.isdigit():
        return int(plain) if 1 <= int(plain[:9]) <= 12 else 0
    for before in ("tháng ", "thang ", "เดือน", "ខែ", "ເດືອນ"):
        plain = plain.removeprefix(before).strip()
    if plain.isascii() and plain.isdigit():
        return int(plain) if 1 <= int(plain[:9]) <= 12 else 0
    return MONTHS.get(plain.removesuffix("လ").strip(), 0)
