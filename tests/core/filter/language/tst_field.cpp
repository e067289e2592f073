#include "core/filter/language/field.h"

#include <QSet>
#include <QTest>

using namespace framescope::filter;

class TestField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTableIsInOrder()
    {
        QSet<QString> names;
        for (std::size_t i = 0; i < fields().size(); ++i) {
            const Field &each = fields()[i];
            if (i < std::size_t(FieldId::Count)) {
                QCOMPARE(std::size_t(each.id), i);
                QCOMPARE(&field(each.id), &each);
            } else {
                QCOMPARE(each.id, FieldId::Decoded);
                QVERIFY(isDecoderField(QString::fromLatin1(each.name)));
            }
            QStringList all = QString::fromLatin1(each.aliases).split(u' ', Qt::SkipEmptyParts);
            all.append(QString::fromLatin1(each.name));
            for (const QString &name : all) {
                QVERIFY2(!names.contains(name), qPrintable(name));
                names.insert(name);
                QCOMPARE(findField(name), &each);
                QCOMPARE(findField(name.toUpper()), &each);
            }
            QVERIFY(QString::fromUtf8(each.meaning).size() > 10);
            QCOMPARE(each.type == ValueType::Word, !each.words.empty());
        }
        QCOMPARE(findField(u"json.$.a"), &field(FieldId::Json));
        QVERIFY(findField(u"") == nullptr && findField(u"jsonx") == nullptr);
        QCOMPARE(findField(u"CBOR.$.a[0]"), &field(FieldId::Decoded));
        QCOMPARE(findField(u"decoded.a"), &field(FieldId::Decoded));
        QVERIFY(findField(u"socketio") == nullptr);
        QVERIFY(!isDecoderField(u"decoder") && !isDecoderField(u"cbor.$.a"));
        QVERIFY(beginsPath(u"json.") && beginsPath(u"msgpack.$") && !beginsPath(u"cbor") && !beginsPath(u"close.code"));
    }

    void nearest_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("meant");
        QTest::newRow("swapped") << u"lenght"_qs << u"length"_qs;
        QTest::newRow("case") << u"Opcod"_qs << u"opcode"_qs;
        QTest::newRow("beginning") << u"close."_qs << u"close.code"_qs;
        QTest::newRow("opcode") << u"close"_qs << u"opcode == close"_qs;
        QTest::newRow("protocol") << u"websocket"_qs << u"kind == frame"_qs;
        QTest::newRow("alias") << u"websocket.opcde"_qs << u"websocket.opcode"_qs;
        QTest::newRow("nothing near") << u"temperature"_qs << u"text contains \"temperature\""_qs;
        QTest::newRow("nothing near, a name") << u"zzz.temperature"_qs << QString();
        QTest::newRow("direction") << u"out"_qs << u"dir == out"_qs;
        QTest::newRow("severity") << u"error"_qs << u"severity == error"_qs;
        QTest::newRow("stream") << u"tcp.stream"_qs << u"conn == 1,conn"_qs;
        QTest::newRow("frame") << u"frame"_qs << u"kind == frame,payload"_qs;
        QTest::newRow("path") << u"$.type"_qs << u"json.$.type"_qs;
        QTest::newRow("epoch") << u"frame.time_epoch"_qs << u"time"_qs;
        QTest::newRow("empty") << QString() << QString();
    }
    void nearest()
    {
        QFETCH(QString, name);
        QFETCH(QString, meant);
        QCOMPARE(nearestFields(name).join(u','), meant);
    }

    void nearestOfFindings()
    {
        QCOMPARE(nearestFinding(u"msg.utf9"), u"msg.utf8"_qs);
        QCOMPARE(nearestFinding(u"frame.mask.cient"), u"frame.mask.client"_qs);
    }

    void nearestOfWords()
    {
        QCOMPARE(nearestWord(field(FieldId::Opcode), u"txt"), u"text"_qs);
        QCOMPARE(nearestWord(field(FieldId::Opcode), u"bin"), u"binary"_qs);
        QCOMPARE(nearestWord(field(FieldId::Direction), u"xyz"), QString());
    }
};

QTEST_GUILESS_MAIN(TestField)
#include "tst_field.moc"
