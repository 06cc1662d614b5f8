"""How far the engine and the annotators agree, on levels and on acts, with what chance would give.

Public: ``compare`` turns cases into a report; ``GoldItem`` and ``Annotation`` are the gold corpus as read;
``case_of`` places an assessment beside the annotations. Not a judgement on anyone: κ between annotators tells
how consistently a codebook was read, and κ with the engine how close it comes to that reading.
"""

from server.domain.agreement.compare import compare
from server.domain.agreement.gold import Annotation, Gold, GoldItem
from server.domain.agreement.opinion import Case, case_of
from server.domain.agreement.report import AgreementReport

__all__ = ["AgreementReport", "Annotation", "Case", "Gold", "GoldItem", "case_of", "compare"]
