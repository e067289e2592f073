#include "ui/explain/explanation.h"

#include "core/ws/findings.h"
#include "ui/headerbits/bitlayout.h"
#include "ui/headerbits/headerbitswidget.h"

#include <QLineEdit>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QTreeWidget>

using namespace framescope;
using namespace framescope::ui;

class TestExplanation : public QObject
{
    Q_OBJECT

    static void isWhole(const QString &key)
    {
        const Explanation found = explain(key);
        QVERIFY2(!found.title.isEmpty() && found.text.size() > 20, qPrintable(key));
        static const QRegularExpression section(QStringLiteral("^RFC \\d+"));
        QVERIFY2(section.match(found.section).hasMatch(), qPrintable(key));
    }

private Q_SLOTS:
    void everyOpcodeIsExplained()
    {
        QSet<QString> keys;
        for (int value = 0; value < 16; ++value) {
            const auto opcode = static_cast<ws::Opcode>(value);
            keys.insert(keyOf(opcode));
            isWhole(keyOf(opcode));
        }
        QCOMPARE(keys.size(), 8); // six, and the two kinds of reserved ones
    }

    void everyCloseCodeIsExplained()
    {
        for (int code = 0; code <= 65535; ++code) {
            if (explain(closeCodeKey(std::uint16_t(code))).isEmpty())
                QFAIL(qPrintable(QString::number(code)));
        }
        for (int code = 1000; code <= 1015; ++code) {
            isWhole(closeCodeKey(std::uint16_t(code)));
            QVERIFY(explain(closeCodeKey(std::uint16_t(code))).title.contains(QString::number(code)));
        }
        for (const int code : {0, 999, 1016, 2999, 3000, 3999, 4000, 4999, 5000, 65535})
            isWhole(closeCodeKey(std::uint16_t(code)));
        QCOMPARE(closeCodeKey(3999), QStringLiteral("close.3000-3999"));
        QCOMPARE(closeCodeKey(4000), QStringLiteral("close.4000-4999"));
        QCOMPARE(closeCodeKey(2999), QStringLiteral("close.1016-2999"));
    }

    void everyFindingIsExplained()
    {
        for (const ws::FindingInfo &info : ws::allFindings())
            isWhole(keyOf(info.id));
        QVERIFY(explain(QStringLiteral("finding.no.such")).isEmpty());
    }

    void everyBoxOfTheBitDiagramIsExplained()
    {
        ws::FrameHeader header;
        header.first = 0x88;
        header.second = 0xFF; // masked, in the longest form
        header.declared = 70000;
        HeaderBitsWidget bits;
        bits.setHeader(header);
        QCOMPARE(bits.fields().size(), std::size_t(7));
        for (int field = 0; field < int(bits.fields().size()); ++field) {
            bits.setSelectedField(field);
            const QStringList keys = keysAt(&bits);
            QVERIFY(!keys.isEmpty() && keys != QStringList{QStringLiteral("window")});
            for (const QString &key : keys)
                isWhole(key);
        }
        bits.setSelectedField(2);
        QCOMPARE(keysAt(&bits).first(), QStringLiteral("opcode.8"));
    }

    void handshakeFieldsAreExplained_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : {"Host", "UPGRADE", "Connection", "Origin", "Sec-WebSocket-Key", "sec-websocket-accept",
                                 "Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions",
                                 "Authorization", "Cookie", "Location", "WWW-Authenticate", "Proxy-Authenticate"})
            QTest::newRow(name) << QByteArray(name);
    }
    void handshakeFieldsAreExplained()
    {
        QFETCH(QByteArray, name);
        isWhole(headerKey(name));
    }

    void otherFieldsAreNot() { QCOMPARE(headerKey("X-Whatever"), QString()); }

    void everyLineOfTheTableIsWholeAndThereOnce()
    {
        QSet<QString> keys;
        for (const ExplanationLine &line : explanationTable()) {
            const QString key = QString::fromUtf8(line.key);
            QVERIFY2(!keys.contains(key), line.key);
            keys.insert(key);
            QVERIFY2(!explain(key).isEmpty(), line.key);
            if (!key.startsWith(QStringLiteral("part.")) && key != QStringLiteral("window"))
                isWhole(key);
        }
    }

    void tipsAndPagesAreEscapedAndLinked()
    {
        const QStringList keys{QStringLiteral("close.1010"), QStringLiteral("nothing"),
                               QStringLiteral("header.upgrade")};
        const QString tip = tipOf(keys);
        QVERIFY(tip.startsWith(QStringLiteral("<qt>")));
        QVERIFY(tip.contains(QStringLiteral("RFC 6455 §7.4.1")));
        QVERIFY(tip.contains(QStringLiteral("&quot;websocket&quot;")));
        QVERIFY(pageOf(keys).contains(
            QStringLiteral("<a href=\"https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1\">RFC 6455 §7.4.1</a>")));
        QVERIFY(
            pageOf({QStringLiteral("close.1005")})
                .contains(QStringLiteral("section-7.4.1\">RFC 6455 §7.4.1</a>, <a href=\"https://www.rfc-editor.org/"
                                         "rfc/rfc6455#section-7.1.5\">")));
        QVERIFY(tipOf({QStringLiteral("nothing")}).isEmpty());
    }

    void theFocusSaysWhatItIsAbout()
    {
        QWidget outer;
        outer.setProperty(explainProperty, QStringList{QStringLiteral("part.composer")});
        QLineEdit inner(&outer);
        QCOMPARE(keysAt(&inner), QStringList{QStringLiteral("part.composer")});
        inner.setProperty(explainProperty, QStringList{QStringLiteral("field.fin")});
        QCOMPARE(keysAt(&inner), QStringList{QStringLiteral("field.fin")});
        QTreeWidget tree(&outer);
        auto *item = new QTreeWidgetItem(&tree, {QStringLiteral("a"), QStringLiteral("b")});
        QCOMPARE(keysAt(&tree), QStringList{QStringLiteral("part.composer")});
        item->setData(0, explainRole, QStringList{QStringLiteral("field.rsv")});
        tree.setCurrentItem(item, 0);
        QCOMPARE(keysAt(&tree), QStringList{QStringLiteral("field.rsv")});
        QCOMPARE(keysAt(nullptr), QStringList{QStringLiteral("window")});
    }
};

QTEST_MAIN(TestExplanation)
#include "tst_explanation.moc"
