"""The register from above: theme × municipality, what recurs, and the days that bind. HTML only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from assistant.register.recurring import in_how_many, recurring, within_municipality
from assistant.types import FollowUpStatus, Part, Problem
from assistant.web import register_texts as words
from assistant.web.ledger import Line
from assistant.web.markup import button, escape
from assistant.web.texts import count, listed


def heat_map(shown: Sequence[Line], parts: Mapping[str, Part], problems: Sequence[Problem]) -> str:
    """Theme × municipality with counts; a cell opens its recommendations."""
    records = [line.record for line in shown]
    found = recurring(records, parts, 1)
    towns = sorted({r.municipality for r in records if r.municipality})
    if not found:
        return f'<p class="none">{words.NOTHING}</p>'
    most = max(len(ids) for theme in found for ids in theme.municipalities.values())
    head = "".join(f'<th scope="col">{escape(town)}</th>' for town in towns)
    rows = []
    for theme in found:
        cells = "".join(_cell(theme.theme, town, len(theme.municipalities.get(town, ())), most) for town in towns)
        name = button(theme.theme, "cell", css="name", theme=theme.theme, town="", key=f"theme-{theme.theme}")
        spread = f"{len(theme.municipalities)} av {len(towns)}"
        rows.append(f'<tr><th scope="row">{name}</th>{cells}<td class="of">{spread}</td></tr>')
    unknown = sum(1 for r in records if not r.municipality)
    notes = [words.MAP_LEAD] + ([words.UNKNOWN.format(n=unknown)] if unknown else []) + _unread(problems)
    return (
        "".join(f'<p class="lead">{escape(note)}</p>' for note in notes)
        + f'<div class="rows" tabindex="0" role="region" aria-label="{words.VIEWS["karta"]}"><table class="map">'
        f"<thead><tr><th scope='col'>{words.THEME}</th>{head}<th scope='col'>{words.TOWNS}</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cell(theme: str, town: str, number: int, most: int) -> str:
    if not number:
        return '<td class="empty"><span class="sr">0</span></td>'
    name = words.CELL.format(theme=theme, town=town, n=count(number, "rekommendation", "rekommendationer"))
    made = button(str(number), "cell", css="heat", name=name, theme=theme, town=town, key=f"cell-{theme}-{town}")
    return f'<td class="filled" style="--heat:{number / most:.2f}">{made}</td>'


def _unread(problems: Sequence[Problem]) -> list[str]:
    left = in_how_many(0, 2, problems).partition(" (")[2].rstrip(")")
    return [words.LEFT_OUT.format(what=left[:1].upper() + left[1:])] if left else []


def recurrence(shown: Sequence[Line], parts: Mapping[str, Part], problems: Sequence[Problem]) -> str:
    """Three lists: themes of several municipalities, themes that come back within one, and those of one alone."""
    records = [line.record for line in shown]
    of = len({r.municipality for r in records if r.municipality})
    found = recurring(records, parts, 1)
    shared = [t for t in found if len(t.municipalities) > 1]
    alone = [t for t in found if len(t.municipalities) == 1]
    several = []
    for theme in shared:
        where = ", ".join(
            _town(theme.theme, town, f"{town} ({_counts(ids, theme.years.get(town, ()))})")
            for town, ids in theme.municipalities.items()
        )
        name = button(theme.theme, "cell", css="name", theme=theme.theme, town="", key=f"theme-{theme.theme}")
        spread = escape(in_how_many(len(theme.municipalities), of, problems))
        several.append(f"<li>{name} {spread}: {where}</li>")
    by_id = {line.record.id: line.part for line in shown}
    again = [
        f"<li>{_town(theme, town, f'{town}: {theme}')} ({escape(_reviews(ids, by_id))})</li>"
        for town, theme, ids in within_municipality(records)
    ]
    unique = [
        f"<li>{_town(t.theme, town, t.theme)} – {escape(town)} ({escape(_counts(ids, t.years.get(town, ())))})</li>"
        for t in alone
        for town, ids in t.municipalities.items()
    ]
    blocks = zip(words.RECURRENCE, (several, again, unique), strict=True)
    return "".join(
        f"<h3>{title} ({len(items)})</h3>" + (f"<ul>{''.join(items)}</ul>" if items else f"<p>{words.NONE}</p>")
        for title, items in blocks
    )


def _town(theme: str, town: str, label: str) -> str:
    return button(label, "cell", css="link", theme=theme, town=town, key=f"list-{theme}-{town}")


def _counts(ids: Sequence[str], years: Sequence[int]) -> str:
    return ", ".join([str(len(ids)), *map(str, years)]) if years else str(len(ids))


def _reviews(ids: Sequence[str], by_id: Mapping[str, Part]) -> str:
    reviews = {by_id[one].id: by_id[one] for one in ids}.values()
    return listed([f"{part.title} {part.year or ''}".strip() for part in reviews])


def timeline(shown: Sequence[Line], today: date) -> str:
    """Days for answers and promised measures, oldest first: a strip to see and the same as a table to read."""
    found = sorted([*_answers(shown, today), *_promises(shown, today)], key=lambda event: event[0])
    if not found:
        return f'<p class="none">{words.NO_DEADLINES}</p>'
    first = min(found[0][0], today) - timedelta(days=20)
    days = (max(found[-1][0], today) - first).days
    span = days + 20 + days // 14  # room for the words at the end

    def at(day: date) -> str:
        return f"left:{100 * (day - first).days / span:.2f}%"

    years = [date(year, 1, 1) for year in range(first.year + 1, first.year + span // 365 + 2)]
    ticks = "".join(f'<i class="tick" style="{at(d)}">{d.year}</i>' for d in years if (d - first).days < span)
    dots = "".join(
        f'<i class="dot {css}" style="{at(day)}" title="{day} {escape(what)}"></i>' for day, what, css, *_ in found
    )
    now = f'<i class="now" style="{at(today)}">{words.TODAY}</i>'
    rows = "".join(
        f"<tr><td>{day}</td><td>{escape(what)}</td><td>{escape(town)}</td><td>{escape(body)}</td><td>{about}</td>"
        f'<td><span class="{css}">{escape(state)}</span></td></tr>'
        for day, what, css, town, body, about, state in found
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in words.TIMELINE)
    return (
        f'<div class="strip" aria-hidden="true">{ticks}{now}{dots}</div>'
        f'<div class="rows" tabindex="0" role="region" aria-label="{words.VIEWS["tidslinje"]}"><table class="times">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


Event = tuple[date, str, str, str, str, str, str]  # day, what, css, municipality, body, HTML of what it is about, state


def _answers(shown: Sequence[Line], today: date) -> list[Event]:
    by_letter: dict[str, list[Line]] = defaultdict(list)
    for line in shown:
        if line.letter and line.due:
            by_letter[line.letter.id].append(line)
    found: list[Event] = []
    for letter_id, lines in by_letter.items():
        day, given = lines[0].due, sum(line.response is not None for line in lines)
        assert day is not None
        done = given == len(lines)
        state = words.GIVEN.format(n=given, of=len(lines))
        state += "" if done else f", {words.waits((day - today).days)}"
        css = "yes" if done else "no late" if day < today else "no"
        about = button(lines[0].part.title, "letter", css="link", part=letter_id, key=f"letter-{letter_id}")
        found.append((day, words.ANSWER, css, lines[0].municipality, lines[0].bodies, about, state))
    return found


def _promises(shown: Sequence[Line], today: date) -> list[Event]:
    found: list[Event] = []
    for line in shown:
        day = line.response.due if line.response else None
        if day is None:
            continue
        told = line.follow_up.status if line.follow_up else None
        state = told.value.capitalize() if told else words.waits((day - today).days)
        css = "yes" if told is FollowUpStatus.DONE else "no late" if day < today else "no"
        about = button(line.record.text, "open", css="link", id=line.record.id, key=f"promise-{line.record.id}")
        found.append((day, words.PROMISE, css, line.municipality, line.bodies, about, state))
    return found
