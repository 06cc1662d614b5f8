"""The commands and how they fail: one clear line on stderr, never a traceback."""

import sys

import typer

from server.domain.errors import EntretienError
from server.domain.problems import BadContent
from server.entrypoints.cli import agreement, content, conversation, probing, serving

WRONG_USAGE = 2

app = typer.Typer(
    name="entretien",
    help="Simulateur d'entretiens de vente : un client simulé, un débrief où chaque niveau cite une réplique.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serving.serve)
app.command("play")(conversation.play)
app.command("simulate")(conversation.simulate)
app.command("score")(conversation.score)
app.command("agreement")(agreement.agreement)
app.command("probe")(probing.probe)
app.command("check")(content.check)
app.command("schema")(content.schema)


def main() -> None:
    """Run a command; an error a person can act on becomes one line and exit code 2."""
    try:
        app()
    except BadContent as error:
        for problem in error.problems:
            sys.stderr.write(problem.sentence() + "\n")
        sys.exit(WRONG_USAGE)
    except EntretienError as error:
        sys.stderr.write(error.message + "\n")
        sys.exit(WRONG_USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
