"""What the search looks through: derived from the current editions, in each database's own way."""

import logging

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_passage",
        sa.Column("id", Id, nullable=False),
        sa.Column("course_id", Id, nullable=False),
        sa.Column("edition_id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("module", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('course', 'page', 'term')", name=op.f("ck_search_passage_kind")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name="fk_search_passage_course_id_course", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_search_passage_edition_id_edition", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_search_passage"),
        sa.UniqueConstraint("course_id", "kind", "module", "key", "language", name="uq_search_passage_place"),
    )
    op.create_index("ix_search_passage_edition_id", "search_passage", ["edition_id"])
    if op.get_bind().dialect.name == "sqlite":
        # What is kept is cut into words beforehand; this tokeniser takes everything between spaces as it is.
        op.execute(
            "CREATE VIRTUAL TABLE search_words"
            " USING fts5(title, words, tokenize = 'ascii', detail = 'column', columnsize = 0)"
        )
    else:
        op.execute(
            "CREATE TABLE search_words (passage_id BIGINT CONSTRAINT pk_search_words PRIMARY KEY"
            " CONSTRAINT fk_search_words_passage_id_search_passage REFERENCES search_passage (id) ON DELETE RESTRICT,"
            " title tsvector NOT NULL, words tsvector NOT NULL)"
        )
        for column in ("title", "words"):
            op.execute(f"CREATE INDEX ix_search_words_{column} ON search_words USING gin ({column})")
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM course")):
        logging.getLogger("alembic.runtime.migration").warning("Nothing is found yet. Run: flask search rebuild")


def downgrade() -> None:
    op.execute("DROP TABLE search_words")
    op.drop_table("search_passage")
