#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace framescope::test
{

/// What a finished run of the built program left.
struct CommandRun {
    int exitCode = -1; ///< -1: it crashed, could not be started, or did not end in time
    QByteArray out, err;

    QList<QByteArray> lines() const;
    /// The lines of --json as objects; a line that is no object gives an empty one.
    QList<QJsonObject> rows() const;
    /// Those rows that are frames.
    QList<QJsonObject> frames() const;
};

/// The path of the program under test.
QString framescopeProgram();
/// Runs it to its end, at most 60 seconds, while events of this thread go on (servers of the test live there).
CommandRun runFramescope(const QStringList &arguments,
                         const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

/// One frame as two readers of the same capture can agree on.
struct FrameFacts {
    bool incoming = false;
    bool fin = false;
    int rsv = 0;
    int opcode = 0;
    bool masked = false;
    QByteArray key; ///< hex; empty when not masked
    quint64 length = 0;

    bool operator==(const FrameFacts &) const = default;
    QByteArray toText() const;
};
/// One line a frame, so a comparison of two lists shows where they part.
QByteArray toText(const QList<FrameFacts> &frames);

QList<FrameFacts> factsOfJson(const QList<QJsonObject> &frames);
/// What tshark finds in a capture of a client. Sets `error` when it cannot be run or complains.
QList<FrameFacts> factsOfTshark(const QString &file, QString &error);
/// Only one direction; the two directions' order in time is each reader's own.
QList<FrameFacts> onlyDirection(const QList<FrameFacts> &frames, bool incoming);

} // namespace framescope::test
