#include "core/filter/rowcontent.h"

#include "tests/core/capture/deflating.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;

class TestRowContent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWhatThePanesShow()
    {
        QTemporaryDir dir;
        Recording r(dir.filePath(u"content.pcapng"_qs));
        const ConnectionId id = deflating(r);
        r.event(id, capture::EventKind::Note);
        const QByteArray whole = rawFrame(0xC1, compressed(QByteArray(300, 'a')));
        r.in(id, whole);
        r.out(id, frame(ws::Opcode::Text, "masked", true));
        r.in(id, frame(ws::Opcode::Text, "half ", false, false));
        r.in(id, frame(ws::Opcode::Continuation, "whole", false));
        r.in(id, frame(ws::Opcode::Ping, {}, false));
        r.in(id, rawFrame(0x41, whole.mid(2, 3)) + rawFrame(0x80, whole.mid(5)));

        capture::CaptureReader reader(*r.capture);
        capture::PayloadCursor payloads(*r.capture);
        QList<QByteArray> contents;
        for (std::uint64_t row = 0; row < r.capture->rowCount(); ++row) {
            const RowAsked asked{*r.capture, reader, payloads, RowIndex(row)};
            const RowContent content(asked);
            if (!content.exists()) {
                QCOMPARE(*content.read(0, 100), QByteArray());
                contents.append("none");
                continue;
            }
            const Result<QByteArray> octets = content.read(0, content.size());
            QVERIFY(octets.ok());
            QCOMPARE(std::uint64_t(octets->size()), content.size());
            contents.append(*octets);
        }
        QCOMPARE(contents, QList<QByteArray>({deflateRequest(), deflateResponse(), "none", QByteArray(300, 'a'),
                                              "masked", "half ", "whole", "", "none", QByteArray(300, 'a')}));
    }

    void allOfManyFrames()
    {
        QTemporaryDir dir;
        Recording r(dir.filePath(u"many.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        const QByteArray text = QByteArray(100'010, '-') + "the end";
        r.in(id, octetByOctet(text));
        capture::CaptureReader reader(*r.capture);
        capture::PayloadCursor payloads(*r.capture);
        const RowAsked asked{*r.capture, reader, payloads, RowIndex(r.capture->rowCount() - 1)};
        const RowContent content(asked, RowContent::Of::Message);
        QCOMPARE(content.size(), std::uint64_t(text.size()));
        QCOMPARE(*content.read(100'010, 100), QByteArray("the end"));
        std::stop_source stopped;
        stopped.request_stop();
        QCOMPARE(*content.read(0, 100, stopped.get_token()), QByteArray());
        QCOMPARE(RowContent(asked, RowContent::Of::Message, stopped.get_token()).size(), std::uint64_t(0));
    }

    void partsAreRead()
    {
        QTemporaryDir dir;
        Recording r(dir.filePath(u"parts.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.in(id, frame(ws::Opcode::Binary, "0123456789", false));
        r.out(id, frame(ws::Opcode::Binary, "0123456789", true));
        r.in(id,
             frame(ws::Opcode::Binary, QByteArray(qsizetype(capture::PayloadCursor::maxWhole), '.') + "end", false));
        capture::CaptureReader reader(*r.capture);
        capture::PayloadCursor payloads(*r.capture);
        for (const std::uint64_t row : {2u, 3u}) {
            const RowAsked asked{*r.capture, reader, payloads, RowIndex(row)};
            QCOMPARE(*RowContent(asked).read(3, 4), QByteArray("3456"));
            QCOMPARE(*RowContent(asked).read(8, 100), QByteArray("89"));
            QCOMPARE(*RowContent(asked).read(11, 1), QByteArray());
        }
        const RowAsked large{*r.capture, reader, payloads, RowIndex(4)};
        QCOMPARE(*RowContent(large).read(capture::PayloadCursor::maxWhole - 1, 9), QByteArray(".end"));
    }
};

QTEST_GUILESS_MAIN(TestRowContent)
#include "tst_rowcontent.moc"
