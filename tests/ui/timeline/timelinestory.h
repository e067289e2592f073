#pragma once

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

namespace framescope::test
{

/// A capture with times that a test knows: a clock that it sets.
struct TimelineStory {
    static constexpr std::int64_t ms = 1'000'000;
    static constexpr std::int64_t begin = 1'795'348'800'000'000'000;

    QTemporaryDir folder;
    Recording recording{folder.filePath(QStringLiteral("story.pcapng"))};
    ConnectionId id;

    TimelineStory()
    {
        at(0);
        id = recording.connect();
        recording.capture->append(id, Direction::Out, Timestamp(begin), byteView(requestHead()));
        recording.capture->append(id, Direction::In, Timestamp(begin), byteView(responseHead()));
    }
    const capture::Capture &capture() const { return *recording.capture; }
    void at(std::int64_t sinceBegin) { recording.ns = begin + sinceBegin; }
    void send(std::int64_t when, ws::Opcode opcode, const QByteArray &payload)
    {
        recording.capture->append(id, Direction::Out, Timestamp(begin + when), byteView(frame(opcode, payload, true)));
    }
    void receive(std::int64_t when, ws::Opcode opcode, const QByteArray &payload)
    {
        recording.capture->append(id, Direction::In, Timestamp(begin + when), byteView(frame(opcode, payload, false)));
    }
    RowIndex last() const { return RowIndex(capture().rowCount() - 1); }
};

} // namespace framescope::test
