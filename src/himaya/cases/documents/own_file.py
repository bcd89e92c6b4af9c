"""Papers of a case, for the person's own file: they mostly concern several people, so each stays in unless a human lets
it out. What came with a report is not gathered: it may tell who reported."""

from collections.abc import Iterator

from himaya.cases.casefile.own_file import open_cases_of
from himaya.registry.models import Person
from himaya.registry.queries import OwnFilePiece as Piece
from himaya.registry.queries import document_pieces, own_file_part


@own_file_part
def _papers(person: Person) -> Iterator[Piece]:
    for case in open_cases_of(person):
        yield from document_pieces(case.dossier_id, review="third_party")
