#include "core/capture/notecomment.h"

#include <QTest>

using namespace framescope;
using namespace framescope::capture;

class TestNoteComment : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bothWays_data()
    {
        QTest::addColumn<bool>("marked");
        QTest::addColumn<QString>("comment");
        QTest::addColumn<qint64>("offset"); // -1: none
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("comment") << false << u"why so late?"_qs << qint64(-1) << QByteArray("why so late?");
        QTest::newRow("mark") << true << QString() << qint64(-1) << QByteArray("[Framescope: marked]");
        QTest::newRow("both") << true << u"late"_qs << qint64(-1) << QByteArray("late [Framescope: marked]");
        QTest::newRow("place") << false << u"late"_qs << qint64(77)
                               << QByteArray("late [Framescope: note, row at octet 77 of its stream]");
        QTest::newRow("all") << true << u"a\nb é"_qs << qint64(0)
                             << QByteArray("a\nb \xC3\xA9 [Framescope: marked, row at octet 0 of its stream]");
        QTest::newRow("looks like an object")
            << false << u"{\"framescope\":1}"_qs << qint64(-1) << QByteArray("{\"framescope\":1} [Framescope: note]");
        QTest::newRow("ends as one of ours") << false << u"x [Framescope: marked]"_qs << qint64(-1)
                                             << QByteArray("x [Framescope: marked] [Framescope: note]");
    }
    void bothWays()
    {
        QFETCH(bool, marked);
        QFETCH(QString, comment);
        QFETCH(qint64, offset);
        QFETCH(QByteArray, text);
        const NoteComment note{{marked, comment}, offset < 0 ? std::nullopt : std::optional(std::uint64_t(offset))};
        QCOMPARE(noteComment(note), text);
        const auto read = parseNoteComment(text);
        QVERIFY(read);
        QVERIFY(*read == note);
    }

    void whatIsNone()
    {
        QVERIFY(!parseNoteComment({}));
        QVERIFY(!parseNoteComment("{\"framescope\":1,\"event\":\"closed\"}"));
        QVERIFY(parseNoteComment("{not ours}"));
        QCOMPARE(parseNoteComment(QByteArray(60'000, 'x'))->note.comment.size(), RowNote::maxComment);
    }
};

QTEST_APPLESS_MAIN(TestNoteComment)
#include "tst_notecomment.moc"
