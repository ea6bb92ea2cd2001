"""In which code page the names of an archive are, where the archive does not say.

A zip marks names that are in UTF-8. Other names are in the code page of the machine that packed them:
cp437 by the standard, in practice whatever the country's Windows uses. All names of an archive are in the same
one, so they are judged together: the likeliest page is the one that turns the bytes into words.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence

# Ties go to the earlier one.
PAGES = (
    "cp437", "cp1252", "cp850", "cp1250", "cp852", "cp1251", "cp866", "koi8-r", "cp1253", "cp737",
    "cp1254", "cp857", "cp1255", "cp862", "cp1256", "cp874", "gbk", "big5", "cp932", "cp949",
)  # fmt: skip
_MOST_TEXT = 20_000
_FEWER_LETTERS = {"cp1250": 0.5, "cp852": 0.5, "cp1254": 0.5, "cp857": 0.5}
"""Pages that agree with a commoner one in nearly all letters need more than a tie."""
_EAST_ASIAN = {
    # Lead bytes of the characters that are in everyday use: each standard lists those first.
    "gbk": (0xB0, 0xD7),
    "big5": (0xA4, 0xC6),
    "cp932": (0x88, 0x97),
    "cp949": (0xB0, 0xC8),
}
_SURNAMES = {
    "gbk": "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文",
    "big5": "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓阮馬董温唐藍石蔣古紀姚連馮歐程湯黄田康姜白汪鄒尤巫鐘黎涂龔嚴韓袁金童陸夏柳凃邵",
    "cp949": "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용",
    "cp932": "佐鈴高田伊渡山中小加吉松井木林清斎池橋石前藤岡長後近村遠青坂福太西三岩原金和竹上森内野大阿柴酒工横宮今谷平河",
}
_LETTERS = ("Ll", "Lu", "Lo", "Mn", "Mc")
_SIGNS = "ƒªºµ"
_VOWELS = "аеёиоуыэюяіїєўαεηιουωάέήίόύώϊϋΐΰ"
_WORDS = re.compile(r"[^\W\d_]+")


def raw_name(info: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a name whose encoding is not told; None where the archive tells the name itself."""
    if info.flag_bits & 0x800 or _unicode_path(info) is not None:
        return None
    return info.orig_filename.encode("cp437")


def zip_name(info: zipfile.ZipInfo, page: str) -> str:
    """The name of a member, where ``page`` is that of the names of unknown encoding."""
    raw = raw_name(info)
    if raw is None:
        return _unicode_path(info) or info.filename
    return raw.decode(page, "replace").partition("\0")[0]


def _unicode_path(info: zipfile.ZipInfo) -> str | None:
    """The name in UTF-8 that some packers add beside the one in their machine's code page."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == 0x7075 and len(data) > 5 and data[0] == 1:
            raw = info.orig_filename.encode("cp437") if not info.flag_bits & 0x800 else b""
            if struct.unpack_from("<L", data, 1)[0] == zlib.crc32(raw):
                try:
                    return data[5:].decode("utf-8")
                except UnicodeDecodeError:
                    return None
    return None


def page_of(names: Sequence[bytes], pages: set[str]) -> str:
    """How to decode names of which the archive does not say it; a guess is added to ``pages``."""
    try:
        for name in names:
            name.decode("utf-8")
    except UnicodeDecodeError:
        page = likeliest(names)
        pages.add(page)
        return page
    return "utf-8"  # packers write UTF-8 without saying so


def likeliest(names: Sequence[bytes]) -> str:
    """The code page of names that are neither marked nor valid UTF-8; cp437 where nothing tells."""
    sample = [name for name in names if not name.isascii()]
    scores = {page: _score(sample, page) for page in PAGES}
    best = max(PAGES, key=lambda page: scores[page] - _FEWER_LETTERS.get(page, 0))
    return best if scores[best] > float("-inf") else "cp437"


def _score(names: Sequence[bytes], page: str) -> float:
    """How much of the names turns into words: the higher, the likelier."""
    total, length = 0.0, 0
    for name in names:
        try:
            text = name.decode(page)
        except UnicodeDecodeError:
            return float("-inf")
        total += _east_asian(name, text, page) if page in _EAST_ASIAN else _alphabetic(text)
        length += len(name)
        if length > _MOST_TEXT:
            break
    return total


def _alphabetic(text: str) -> float:
    """Letters of one script, of which only the first of a word is a capital one, and that can be spoken."""
    score = 0.0
    for letter in text:
        if letter in "’–":
            score += 1.5  # of O’Neil; no letter of another page is likely there
        elif not letter.isascii():
            score += 1 if unicodedata.category(letter) in _LETTERS and letter not in _SIGNS else -3
    for word in _WORDS.findall(text):
        if word.isascii():
            continue
        scripts = {_script(letter) for letter in word}
        score -= 4 * (len(scripts) - 1)
        if scripts == {"LATIN"}:
            # Even where they are commonest, marked letters stand between plain ones.
            score -= 3 * len(re.findall(r"[^\x00-\x7f]{3,}", word))
            score -= 2 * (len(word) > 2 and not re.search(r"[A-Za-z]", word))
            score -= 0.6 * sum(letter in "þðý" for letter in word[1:].lower())
        elif scripts & {"CYRILLIC", "GREEK"}:
            score -= 2 * len(re.findall(rf"[^{_VOWELS}]{{4,}}", word.lower()))
            score -= 3 * (len(word) > 2 and not re.search(rf"[{_VOWELS}]", word.lower()))
        if not word.isupper() and any(letter.isupper() for letter in word[1:]):
            score -= 2 * sum(letter.isupper() and not letter.isascii() for letter in word[1:])
    if "ø" in text.lower() and re.search("[áíýúěščžď]", text.lower()):
        score -= 1  # letters of Czech and of Danish
    return score


def _east_asian(name: bytes, text: str, page: str) -> float:
    """Pairs of bytes that are everyday characters; a family name in front settles it between neighbours."""
    first, last = _EAST_ASIAN[page]
    lowest = 0x40 if page in ("cp932", "big5") else 0xA1
    score = 0.0
    for letter in text:
        if letter.isascii():
            continue
        raw = letter.encode(page)
        everyday = len(raw) == 2 and first <= raw[0] <= last and raw[1] >= lowest
        if everyday or _script(letter) in ("HIRAGANA", "KATAKANA"):
            score += 1.6  # two bytes, as two letters of another page
        else:
            score -= 3
    score -= 3 * len(re.findall(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]", text))
    for part in re.split(r"[/\\_\s.,()-]+", text):
        if part and not part[0].isascii():
            score += 1 if part[0] in _SURNAMES[page] else 0
    return score


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]
