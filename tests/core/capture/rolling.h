#pragma once

#include "core/ws/findings.h"
#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

/// What the tests of captures of several files share.
namespace framescope::test
{

inline QStringList partPaths(const capture::Capture &capture, bool dropped = false)
{
    QStringList paths;
    for (const capture::CaptureParts::Part &part : capture.parts()) {
        if (part.dropped == dropped)
            paths.append(part.path);
    }
    return paths;
}

/// The files one after the other, in one.
inline QString concatenated(const QStringList &paths, const QString &to)
{
    QFile whole(to);
    if (!whole.open(QIODevice::WriteOnly | QIODevice::Truncate))
        qFatal("cannot write %s", qPrintable(to));
    for (const QString &path : paths) {
        QFile part(path);
        if (!part.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(path));
        whole.write(part.readAll());
    }
    return to;
}

/// The payload of every whole frame, with its connection and direction.
inline QStringList payloads(const capture::Capture &capture)
{
    QStringList lines;
    capture::CaptureReader reader(capture);
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        const capture::RowRecord &row = capture.row(RowIndex(i));
        if (!row.isFrame() || row.incomplete())
            continue;
        const auto octets = reader.payload(RowIndex(i), 0, 100);
        lines.append(u"%1 %2 %3"_qs.arg(row.connection().value())
                         .arg(int(row.direction()))
                         .arg(octets ? QString::fromLatin1(*octets) : octets.error().message));
    }
    return lines;
}

/// The text of each event of this kind.
inline QStringList eventTexts(const capture::Capture &capture, capture::EventKind kind)
{
    QStringList texts;
    capture::CaptureReader reader(capture);
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        const capture::RowRecord &row = capture.row(RowIndex(i));
        if (row.kind() != capture::RowKind::Event || capture::EventKind(row.first) != kind)
            continue;
        texts.append(reader.event(RowIndex(i)).details.value(u"text"_qs).toString());
    }
    return texts;
}

/// Rows of the kinds that a part may have, as words: "request", "frame 5 bytes".
inline QStringList kinds(const capture::Capture &capture)
{
    QStringList words;
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        const capture::RowRecord &row = capture.row(RowIndex(i));
        switch (row.kind()) {
        case capture::RowKind::Frame:
            words.append(u"frame %1%2"_qs.arg(row.length()).arg(row.incomplete() ? u" incomplete"_qs : QString()));
            break;
        case capture::RowKind::HandshakeRequest:
            words.append(u"request"_qs);
            break;
        case capture::RowKind::HandshakeResponse:
            words.append(u"response"_qs);
            break;
        case capture::RowKind::Event:
            words.append(capture::eventName(capture::EventKind(row.first)));
            break;
        case capture::RowKind::Raw:
            words.append(u"raw %1"_qs.arg(row.length()));
            break;
        }
    }
    return words;
}

/// But for the mask key of the tests' frames, which is always the same.
inline QStringList findings(const capture::Capture &capture)
{
    QStringList names;
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        for (const ws::Finding &finding : capture.findings(RowIndex(i))) {
            const std::string_view name = ws::info(finding.id).name;
            if (finding.id != ws::FindingId::FrameMaskWeak)
                names.append(QString::fromLatin1(name.data(), qsizetype(name.size())));
        }
    }
    return names;
}

inline void rollEachRead(Recording &r)
{
    capture::RollLimits limits;
    limits.maxFrames = 1;
    r.capture->setRolling(limits);
}

/// Every file of a recording is read on its own, and all of them as one, which is written to `to`.
inline void checkParts(const capture::Capture &live, const QString &to, bool allFrames = true)
{
    const QStringList paths = partPaths(live);
    QStringList together;
    for (const QString &part : paths) {
        const auto alone = reopened(part);
        together += payloads(*alone);
        for (const QString &finding : findings(*alone))
            QVERIFY2(!allFrames || findings(live).contains(finding), qPrintable(finding));
    }
    if (allFrames)
        QCOMPARE(together, payloads(live));
    const auto whole = reopened(concatenated(paths, to));
    QCOMPARE(describe(*whole), describe(live));
    QCOMPARE(payloads(*whole), payloads(live));
    QVERIFY(!kinds(*whole).contains(u"continued"_qs));
}

} // namespace framescope::test
