"""The planted bugs: what stands in the code, what the bug makes of it, and who has to notice.

Each is a mistake that somebody could make in good faith. `old` stands exactly once in its file.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bug:
    """`guard` is the test that claims to find it, as pytest names tests (without parameters)."""

    name: str
    file: str
    old: str
    new: str
    guard: str


BUGS = (
    # Durable, once, in order
    Bug(
        "acknowledge before the commit",
        "core/writer.py",
        "                self._run_one(job, opened)\n        self._untold",
        "                self._run_one(job, opened)\n                job.done.set()\n"
        "        self._untold",
        "tests/core/test_writer.py::test_the_answer_comes_after_the_commit",
    ),
    Bug(
        "commits are not synced",
        "core/database.py",
        '("synchronous", "FULL")',
        '("synchronous", "OFF")',
        "tests/core/test_database.py::test_every_connection_has_the_pragmas_that_make_commits_durable",
    ),
    Bug(
        "what the last process left in memory is taken for stored",
        "app.py",
        "            lost_sync.make_sure(settings.database_file)\n",
        "",
        "tests/live/test_lost_sync.py::"
        "test_what_a_failed_sync_left_in_memory_is_on_the_disk_before_anybody_is_told_of_it",
    ),
    Bug(
        "a write begins as a read",
        "core/database.py",
        "_BEGIN_WRITING if writes else",
        '"BEGIN" if writes else',
        "tests/core/test_database.py::"
        "test_nobody_writes_between_the_reading_and_the_writing_of_a_transaction",
    ),
    Bug(
        "a lock is waited for by freezing everybody",
        "core/database.py",
        "SERVING_BUSY_MILLIS = 5\n",
        "SERVING_BUSY_MILLIS = 5_000\n",
        "tests/core/test_database.py::test_every_connection_has_the_pragmas_that_make_commits_durable",
    ),
    Bug(
        "yielding inside a write transaction goes unseen",
        "core/database.py",
        "            with loop.no_switch():",
        "            if True:",
        "tests/core/test_database.py::test_whoever_yields_inside_a_write_transaction_is_told_and_undone",
    ),
    Bug(
        "emit inside the transaction",
        "live/delivery.py",
        "        opened.then(partial(send, event))",
        "        send(event)",
        "tests/chat/test_who_hears.py::test_a_visitors_message",
    ),
    Bug(
        "what was refused is told all the same",
        "core/writer.py",
        "            opened.forget_after(pending)\n",
        "",
        "tests/core/test_writer.py::test_a_refusal_tells_nobody",
    ),
    Bug(
        "numbers with gaps",
        "chat/messaging.py",
        '_TAKE = "UPDATE chats SET last_seq = last_seq + 1,',
        '_TAKE = "UPDATE chats SET last_seq = last_seq + 2,',
        "tests/chat/test_checking.py::test_nothing_is_found_in_a_healthy_desk",
    ),
    Bug(
        "a message sent again is stored again",
        "chat/messaging.py",
        '    " WHERE m.chat_id = :chat_id AND m.client_id = :client_id)"',
        '    " WHERE m.chat_id = :chat_id AND m.client_id = :client_id AND 1 = 0)"',
        "tests/chat/test_visitor_events.py::test_a_message_that_is_sent_again_is_the_one_first_stored",
    ),
    Bug(
        "one id may mean two messages",
        "chat/messaging.py",
        "        raise IdConflict\n",
        "        pass\n",
        "tests/chat/test_visitor_events.py::test_an_id_is_for_one_message",
    ),
    # Queue
    Bug(
        "claim without looking at the state",
        "chat/queue.py",
        "WHERE id = :chat_id AND state = 'queued' RETURNING place, name",
        "WHERE id = :chat_id RETURNING place, name",
        "tests/chat/test_claiming.py::test_who_looked_too_early_does_not_win_either",
    ),
    Bug(
        "one chat more than the capacity",
        "chat/queue.py",
        ">= (agent.capacity or",
        "> (agent.capacity or",
        "tests/chat/test_claiming.py::test_an_agent_holds_no_more_chats_than_the_capacity",
    ),
    Bug(
        "last come, first served",
        "chat/queue.py",
        "ORDER BY place LIMIT 1",
        "ORDER BY place DESC LIMIT 1",
        "tests/chat/test_ledger_claim.py::"
        "test_500_joins_20_agents_departures_and_crashes_leave_nobody_overtaken",
    ),
    Bug(
        "anybody passes the first",
        "chat/queue.py",
        "        raise NotFirst\n",
        "        pass\n",
        "tests/chat/test_claiming.py::test_nobody_but_a_supervisor_with_a_reason_passes_the_first",
    ),
    Bug(
        "a return leaves no line in the ledger",
        "chat/queue.py",
        "    ledger.append(chat_id, ledger.RETURNED, returned.place, actor=actor, reason=reason)\n",
        "",
        "tests/chat/test_ledger.py::"
        "test_every_move_of_the_queue_has_its_line_with_actor_and_reason",
    ),
    Bug(
        "the chain forgets the line before",
        "core/chain.py",
        "fits = line.number == expected and chained == previous_hash",
        "fits = line.number == expected",
        "tests/chat/test_ledger.py::test_a_line_written_anew_with_its_right_hash_is_found_at_the_next",
    ),
    # Presence and time
    Bug(
        "online is for ever",
        "chat/rules.py",
        "now_millis - seen_at_millis <= LEASE_SECONDS * 1000",
        "now_millis >= seen_at_millis - LEASE_SECONDS",
        "tests/chat/test_presence.py::"
        "test_an_agent_counts_as_online_only_as_long_as_the_lease_lasts",
    ),
    Bug(
        "nobody is ever gone",
        "chat/presence.py",
        "for row in _ABANDONED.all(before=before) if row.id not in here.chat_ids",
        "for row in _ABANDONED.all(before=0) if row.id not in here.chat_ids",
        "tests/chat/test_presence.py::"
        "test_a_waiting_visitor_who_has_gone_keeps_the_place_for_the_grace",
    ),
    Bug(
        "a start counts against those who could not answer",
        "chat/presence.py",
        "return before if before > self.started_at else 0",
        "return before",
        "tests/chat/test_presence.py::test_after_a_start_the_grace_begins_anew",
    ),
    Bug(
        "time goes by the wall clock",
        "core/clock.py",
        "        return int((self._ahead_of_monotonic + time.monotonic()) * 1000)",
        "        return int(time.time() * 1000)",
        "tests/core/test_clock.py::test_a_step_of_the_wall_clock_moves_nothing",
    ),
    Bug(
        "a set wall clock signs people out",
        "core/signing.py",
        "return super().unsign(*value, **options)",
        "return super().unsign(*value, max_age=max_age, **options)",
        "tests/core/test_signing.py::test_a_step_of_the_wall_clock_signs_nobody_out",
    ),
    # Who sees and may do what
    Bug(
        "a note is told to the visitor",
        "chat/messaging.py",
        '    if message.kind == "note":\n        record(for_agents)',
        '    if message.kind == "memo":\n        record(for_agents)',
        "tests/chat/test_who_hears.py::test_a_note",
    ),
    Bug(
        "a visitor catches up on notes",
        "chat/queries.py",
        "\"AND kind <> 'note' AND seq > :seq ORDER",
        '"AND seq > :seq ORDER',
        "tests/chat/test_who_hears.py::test_notes_never_reach_a_visitor",
    ),
    Bug(
        "visitors learn agents' whole names",
        "chat/wire.py",
        'known_as = rules.first_name(name) if row.author_kind == "agent" else name',
        "known_as = name",
        "tests/chat/test_visitor_events.py::test_an_agent_is_known_by_the_first_name",
    ),
    Bug(
        "the right to act is not asked for",
        "live/gate.py",
        "    registered.right(connection.principal)\n    return registered.handler(connection, "
        "payload)\n\n\ndef _looked_up",
        "    return registered.handler(connection, payload)\n\n\ndef _looked_up",
        "tests/chat/test_agent_events.py::test_an_ended_session_cannot_act",
    ),
    Bug(
        "signing out leaves the sockets open",
        "live/delivery.py",
        "current().then(partial(delivery().disconnect, rooms.session(session_id)))",
        "current().then(partial(print, session_id))",
        "tests/chat/test_who_hears.py::test_an_agents_connections_end_with_the_session",
    ),
    Bug(
        "a picture is for whoever knows its address",
        "tickets/viewing.py",
        "    return row.owner_key in viewer.keys",
        "    return True",
        "tests/member_portal/test_attachments.py::"
        "test_before_it_is_attached_only_its_sender_gets_it",
    ),
    Bug(
        "every site may open a connection",
        "app.py",
        "cors_allowed_origins=settings.origins",
        'cors_allowed_origins="*"',
        "tests/live/test_doors.py::test_another_sites_pages_stay_outside",
    ),
    Bug(
        "scripts from the own host may run",
        "core/headers.py",
        "\"script-src 'nonce-{nonce}'\"",
        "\"script-src 'self' 'unsafe-inline'\"",
        "tests/core/test_headers.py::test_the_policy_allows_only_what_carries_the_nonce",
    ),
    Bug(
        "tokens are stored as they are",
        "core/text.py",
        'return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()',
        "return token",
        "tests/chat/test_connecting.py::test_tokens_are_stored_as_fingerprints_only",
    ),
    Bug(
        "the log says what a failed task was given",
        "core/loop.py",
        "        _name_of(fn),\n",
        "        repr(fn),\n",
        "tests/core/test_loop.py::"
        "test_what_fails_is_logged_by_its_name_and_not_with_what_it_was_given",
    ),
    # Limits and storage
    Bug(
        "who does not read is waited for without end",
        "core/transport/outgoing.py",
        "return len(self._waiting) > WAITING_PACKETS or self._waiting_bytes > WAITING_BYTES",
        "return False",
        "tests/core/test_transport.py::"
        "test_a_client_that_does_not_read_is_dropped_and_keeps_no_memory",
    ),
    Bug(
        "every complaint is a line in the log",
        "core/transport/pace.py",
        "            due = now >= self._next_at.get(kind, 0.0)",
        "            due = True",
        "tests/core/test_transport_packets.py::test_trouble_is_written_once_and_counted",
    ),
    Bug(
        "the reserve that was given back heals the disk",
        "core/disk.py",
        "level_of(total, free - missing)",
        "level_of(total, free)",
        "tests/core/test_disk.py::test_the_reserve_is_held_given_back_and_taken_again",
    ),
    Bug(
        "a damaged copy is restored",
        "core/backup.py",
        '        _check(settings.data_dir / (DATABASE + ".unfinished"))\n',
        "",
        "tests/core/test_backup.py::test_a_damaged_copy_is_not_restored",
    ),
    Bug(
        "an older program opens a newer database",
        "core/schema.py",
        "if now is not None and now not in _known():",
        "if False:",
        "tests/core/test_schema.py::test_a_newer_database_is_never_touched",
    ),
    Bug(
        "anybody reads the figures",
        "core/routes.py",
        "    if not (_is_from_here() or _has_token()):\n",
        "    if False:\n",
        "tests/core/test_figures.py::test_others_find_nothing_not_even_through_a_proxy",
    ),
    Bug(
        "one address holds every connection",
        "core/transport/crowd.py",
        "        if self._here[network] >= self._most:\n            return False\n",
        "",
        "tests/core/test_transport_crowd.py::test_an_address_has_so_much_room_and_gets_it_back",
    ),
    Bug(
        "an overloaded desk takes more and more",
        "chat/intake.py",
        "load.puts_off_chats or ",
        "",
        "tests/core/test_load.py::test_new_chats_become_tickets_first_and_keep_the_question",
    ),
)
