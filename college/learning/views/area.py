"""The blueprint that the learner's pages hang on."""

from flask import Blueprint

blueprint = Blueprint("learning", __name__)
