"""The manifest of a file: what of our log it holds, and what its reader must know beforehand."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

import sqlalchemy as sa

from desktop import __version__
from desktop.operations.journeys import Journey
from desktop.operations.kept_keys import told_key
from desktop.operations.office import Office
from desktop.store.exchange import channels
from desktop.store.exchange.departures import Departures
from desktop.store.exchange.upcasts import MIN_READER, SCHEMA
from desktop.store.timeline import Timeline
from desktop.sync.manifest import Ack, FieldEntry, Manifest, Session
from desktop.sync.roster_entries import GENERAL
from desktop.versions.origins import Lineage


def manifest_of(
    office: Office,
    connection: sa.Connection,
    journey: Journey,
    timeline: Timeline,
    departures: Departures,
    told: Mapping[int, str],
) -> Manifest:
    """The manifest of one file of a journey. told: the sessions that it tells of."""
    counts = departures.count(GENERAL)
    epoch = journey.channel.epoch
    begin, end = journey.begin.on(epoch), journey.end.on(epoch)
    wall_ms, clock_ok = timeline.wall()
    return Manifest(
        from_seq=begin.seq,
        from_h=begin.h,
        to_seq=end.seq,
        to_h=end.h,
        epoch=epoch,
        acks=tuple(
            Ack(one.device, point.seq, point.h)
            for one in journey.devices
            for point in channels.acks_for(connection, one.device)
        ),
        lineage=tuple(sessions_of(timeline.lineage, told)),
        schema=SCHEMA,
        min_reader=MIN_READER,
        dictionary=fields_told(departures, counts),
        roster_version=journey.roster.version,
        office=journey.channel.own,
        office_name=journey.roster.office(journey.channel.own).name,
        sender_name=office.user.full_name,
        to_office=journey.channel.other,
        number=journey.number,
        counts={str(entity): count for entity, count in counts.items()},
        wall_ms=wall_ms,
        clock_ok=clock_ok,
        unknown={
            "program": __version__,
            **told_key(office, connection, journey.roster, journey.channel.other),
        },
    )


def fields_told(
    departures: Departures, entities: Iterable[int]
) -> dict[str, tuple[FieldEntry, ...]]:
    """What a manifest says of the fields of these record types."""
    return {
        str(entity): tuple(FieldEntry(*told) for told in departures.fields(entity))
        for entity in entities
    }


def sessions_of(lineage: Lineage, told: Container[int]) -> Iterator[Session]:
    """Parents before their children."""
    for origin in lineage:
        if origin.no in told:
            yield Session(origin.oid, origin.device, origin.parent, origin.cut)
