#include "ui/support/coretext.h"

#include "core/craft/framespec.h"
#include "core/http/url.h"
#include "core/ws/findings.h"
#include "ui/support/language.h"

#include <QCoreApplication>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

namespace
{
bool isChinese(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.script() == QChar::Script_Han; });
}
} // namespace

class TestCoreText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { useLanguage(*QCoreApplication::instance(), QStringLiteral("zh_CN")); }

    void englishStaysAsItIs()
    {
        useLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
        QCOMPARE(coreText(QStringLiteral("The URL has no host name.")), QStringLiteral("The URL has no host name."));
    }

    void everyFinding()
    {
        for (const ws::FindingInfo &info : ws::allFindings()) {
            QVERIFY2(isChinese(coreText(info.text)), info.name.data());
            QVERIFY2(isChinese(coreText(info.explanation)), info.name.data());
        }
    }

    /// Each text of core is found again with values in it, and not taken for another one.
    void everyText()
    {
        constexpr const char *texts[] = {
#include "ui/support/coretexts.inc"
        };
        QStringList wrong;
        for (const char *text : texts) {
            QString english = QString::fromUtf8(text).trimmed();
            QString wanted = QCoreApplication::translate("Core", text).trimmed();
            for (int i = 1; i <= 9; ++i) {
                const QString value = QStringLiteral("<%1>").arg(i * 11);
                english.replace(QStringLiteral("%%1").arg(i), value);
                wanted.replace(QStringLiteral("%%1").arg(i), value).replace(QStringLiteral("%L%1").arg(i), value);
            }
            if (coreText(english) != wanted)
                wrong << QStringLiteral("%1 -> %2, not %3").arg(english, coreText(english), wanted);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void valuesStand_data()
    {
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("value");
        QTest::addRow("one") << QStringLiteral("Opcode 0xB is reserved.") << QStringLiteral("0xB");
        QTest::addRow("quoted") << QStringLiteral("The port \"http\" is not a number.") << QStringLiteral("http");
        QTest::addRow("percent") << QStringLiteral("The port \"%1\" is not a number.") << QStringLiteral("%1");
        QTest::addRow("two") << QStringLiteral("cannot open /tmp/a: b: no such file")
                             << QStringLiteral("b: no such file");
        QTest::addRow("a text of ours, said by the peer")
            << QStringLiteral("Closed from here with code 1000 (normal closure): going away.")
            << QStringLiteral("going away");
    }
    void valuesStand()
    {
        QFETCH(QString, english);
        QFETCH(QString, value);
        const QString text = coreText(english);
        QVERIFY2(isChinese(text), qPrintable(text));
        QVERIFY2(text.contains(value), qPrintable(text));
    }

    void textsInTexts()
    {
        const QString text =
            coreText(QStringLiteral("The server closed the connection with code 1001 (going away): bye."));
        QVERIFY2(!text.contains(u"server") && !text.contains(u"going away"), qPrintable(text));
        QVERIFY2(text.contains(u"1001") && text.contains(u"bye"), qPrintable(text));
    }

    void sentencesOneAfterTheOther()
    {
        const QString text =
            coreText(QStringLiteral("The proxy 127.0.0.1:3128 reset the connection before it answered. Check that this "
                                    "port is an HTTP proxy. The URL has no host name."));
        QVERIFY2(!text.contains(u"connection") && !text.contains(u"host name"), qPrintable(text));
        QVERIFY(text.contains(u"127.0.0.1:3128"));
    }

    void madeASentenceByItsReader()
    {
        QCOMPARE(coreText(QStringLiteral("Inflating was stopped.")),
                 coreText(QStringLiteral("inflating was stopped")) + u'。');
    }

    void whatIsNotOursStays()
    {
        for (const char *text : {"", "%1", "hello", "A sentence that a peer made up. And one more.", "%L1 %2"})
            QCOMPARE(coreText(QString::fromLatin1(text)), QString::fromLatin1(text));
        const QString endless = QStringLiteral("A. ").repeated(100'000);
        QCOMPARE(coreText(endless), endless);
        const QString many = QStringLiteral("No such thing. ").repeated(250);
        QCOMPARE(coreText(many), many);
    }

    void errorsOfTheParsers()
    {
        for (const char *url : {"", "ftp://x/", "ws://", "ws://x:99999/", "ws://x/#y", "ws://[::1", "ws://a\\b"}) {
            const auto parsed = http::parseWsUrl(QString::fromLatin1(url));
            QVERIFY(!parsed);
            const QString text = coreText(parsed.error().message);
            QVERIFY2(isChinese(text), qPrintable(text));
        }
        for (const char *spec : {"opcode=99", "x", "what=1", "rsv=9", "mask=zz", "hex=1", "base64=?"}) {
            const auto parsed = craft::parseFrameSpec(QString::fromLatin1(spec));
            QVERIFY2(!parsed, spec);
            const QString text = coreText(parsed.error().message);
            QVERIFY2(isChinese(text), qPrintable(text));
        }
    }
};

QTEST_GUILESS_MAIN(TestCoreText)
#include "tst_coretext.moc"
