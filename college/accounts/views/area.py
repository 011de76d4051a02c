"""The part of the college's addresses that belongs to accounts."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
