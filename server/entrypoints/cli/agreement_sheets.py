"""The report as tables of text, the same ones in a terminal and in Markdown."""

from dataclasses import dataclass

from server.domain.agreement import AgreementReport
from server.domain.agreement.report import ActFigures, LevelFigures, Levels
from server.domain.agreement.sides import ENGINE_LABEL
from server.domain.agreement.words import AgreementWords

NONE = "–"
ANNOTATOR_JOIN = " / "


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table; the first column names the row, the others are figures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets(report: AgreementReport, words: AgreementWords) -> list[Sheet]:
    """Pooled levels, levels by criterion, acts, registers."""
    acts = sorted(report.acts.items(), key=lambda item: (-min(item[1].count), item[0]))
    return [
        Sheet(words.pooled.title, words.pooled.columns, _pooled(report.criteria, words)),
        Sheet(
            words.criteria.title,
            words.criteria.columns,
            tuple(_criterion(name, levels) for name, levels in report.per_criterion.items()),
        ),
        Sheet(
            words.acts.title,
            words.acts.columns,
            (*(_act(code, row) for code, row in acts), _macro(report, words)),
        ),
        Sheet(words.register_sheet.title, words.register_sheet.columns, _registers(report, words)),
    ]


def notes(report: AgreementReport, words: AgreementWords) -> tuple[str, str]:
    """Two sentences that no table holds: evidence, and criteria left out."""
    share = report.evidence.near_annotators
    pairs = ", ".join(f"{_pair(name, words)} {count}" for name, count in report.disagree_on_null.items())
    return (
        words.evidence.format(cited=report.evidence.cited, share=percent(share)),
        words.unpaired.format(pairs=pairs),
    )


def _pair(name: str, words: AgreementWords) -> str:
    who, dash, reader = name.partition("-")
    return f"{words.engine_name if who == ENGINE_LABEL else who}{dash}{reader}"


def corpus_line(report: AgreementReport, words: AgreementWords) -> str:
    """What was compared, and how intervals were drawn."""
    return words.corpus.format(
        corpus=report.corpus,
        transcripts=report.transcripts,
        scenarios=len(report.scenarios),
        names=", ".join(report.scenarios),
        turns=report.advisor_turns,
        annotators=", ".join(report.annotators),
        engine=report.engine,
        rounds=report.intervals.rounds,
        seed=report.intervals.seed,
    )


def _pooled(levels: Levels, words: AgreementWords) -> tuple[tuple[str, ...], ...]:
    named = [(words.annotators, levels.annotators), (words.engine, levels.engine)]
    return tuple(_pooled_row(name, figures) for name, figures in named if figures is not None)


def _pooled_row(name: str, figures: LevelFigures) -> tuple[str, ...]:
    return (
        name,
        number(figures.qwk),
        bounds(figures.qwk_95),
        number(figures.exact),
        bounds(figures.exact_95),
        number(figures.within_one),
        number(figures.bias),
        bounds(figures.bias_95),
        str(figures.n),
    )


def _criterion(name: str, levels: Levels) -> tuple[str, ...]:
    people, engine = levels.annotators, levels.engine
    return (
        name,
        number(people.qwk if people else None),
        number(engine.qwk),
        bounds(engine.qwk_95),
        number(people.exact if people else None),
        number(engine.exact),
        number(engine.within_one),
        number(engine.bias),
        str(engine.n),
    )


def _act(code: str, row: ActFigures) -> tuple[str, ...]:
    return (
        code,
        ANNOTATOR_JOIN.join(map(str, row.count)),
        number(row.kappa),
        number(row.annotators_f1),
        str(row.engine_count),
        number(row.engine_precision),
        number(row.engine_recall),
        number(row.engine_f1),
        bounds(row.engine_f1_95),
    )


def _macro(report: AgreementReport, words: AgreementWords) -> tuple[str, ...]:
    macro = report.acts_macro
    return (
        words.macro.format(acts=macro.acts),
        "",
        "",
        number(macro.annotators_f1),
        "",
        number(macro.engine_precision),
        number(macro.engine_recall),
        number(macro.engine_f1),
        bounds(macro.engine_f1_95),
    )


def _registers(report: AgreementReport, words: AgreementWords) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            words.registers.get(name, name),
            str(row.transcripts),
            str(row.turns),
            number(row.qwk),
            number(row.engine_acts_f1),
        )
        for name, row in report.by_register.items()
    )


def number(value: float | None) -> str:
    """Two decimals, the French way; a dash for a figure that does not exist."""
    return NONE if value is None else f"{value:.2f}".replace(".", ",").replace("-", "−")


def percent(value: float | None) -> str:
    """A share in hundredths, the French way."""
    return NONE if value is None else f"{100 * value:.0f}\N{NARROW NO-BREAK SPACE}%"


def bounds(interval: tuple[float, float] | None) -> str:
    """The two ends of an interval."""
    return NONE if interval is None else f"{number(interval[0])} à {number(interval[1])}"
