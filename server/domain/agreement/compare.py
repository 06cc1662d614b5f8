"""The whole comparison, from cases to a report."""

from collections.abc import Sequence

from server.domain.agreement.bootstrap import resamples
from server.domain.agreement.levels import (
    Paired,
    Resamples,
    criteria_of,
    engine_kappa,
    level_figures,
    near,
    paired,
    unpaired,
)
from server.domain.agreement.opinion import Case
from server.domain.agreement.presences import ActTable, solid_acts
from server.domain.agreement.report import AgreementReport, EvidenceFigures, Levels, RegisterFigures
from server.domain.agreement.sides import against, between, label


def compare(cases: Sequence[Case], annotators: Sequence[str], corpus: str, engine: str) -> AgreementReport:
    """Every figure, over at least one case; each annotator has an opinion on each case."""
    samples = resamples(len(cases))
    people = [paired(cases, one) for one in between(annotators)]
    machine = [paired(cases, one) for one in against(annotators)]
    table = ActTable(cases, annotators)
    acts = {code: table.figures(code, samples) for code in table.codes}
    cited, close = near(cases)
    return AgreementReport(
        corpus=corpus,
        engine=engine,
        annotators=tuple(annotators),
        transcripts=len(cases),
        scenarios=tuple(sorted({case.scenario for case in cases})),
        advisor_turns=sum(case.turns for case in cases),
        criteria=_levels(people, machine, samples, None),
        per_criterion={name: _levels(people, machine, samples, name) for name in criteria_of(cases)},
        acts=acts,
        acts_macro=table.macro(acts, samples),
        by_register=_by_register(cases, machine, table, solid_acts(acts)),
        evidence=EvidenceFigures(cited=cited, near_annotators=close / cited if cited else None),
        disagree_on_null={
            label(one): unpaired(cases, one) for one in (*between(annotators), *against(annotators))
        },
    )


def _levels(
    people: Sequence[Sequence[Paired]],
    machine: Sequence[Sequence[Paired]],
    samples: Resamples,
    criterion: str | None,
) -> Levels:
    return Levels(
        annotators=level_figures(people, samples, criterion) if people else None,
        engine=level_figures(machine, samples, criterion),
    )


def _by_register(
    cases: Sequence[Case], machine: Sequence[Sequence[Paired]], table: ActTable, solid: Sequence[str]
) -> dict[str, RegisterFigures]:
    found: dict[str, RegisterFigures] = {}
    for register in sorted({case.register for case in cases}):
        places = [place for place, case in enumerate(cases) if case.register == register]
        found[register] = RegisterFigures(
            transcripts=len(places),
            turns=sum(cases[place].turns for place in places),
            engine_acts_f1=table.engine_f1(solid, places),
            qwk=engine_kappa(machine, places),
        )
    return found
