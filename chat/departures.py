"""When visitors have closed their pages.

The last answered ping may be a quarter of a minute old by then, and the grace is to be a whole one.
"""

from chat.noted_times import NotedTimes

_times = NotedTimes("livedesk_departures")

note, take = _times.note, _times.take
