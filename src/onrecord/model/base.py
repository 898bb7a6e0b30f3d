"""The base of every object of a reading: immutable, with the field names of the format and nothing else."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable object of the reading format.

    Unknown fields are dropped on input: later minor versions of the format may add fields, and a reading
    written by them must still open here.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="null")
