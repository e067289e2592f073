#include "ui/payload/textpane.h"

#include "ui/payload/payloadedit.h"
#include "ui/payload/textwindow.h"

#include <QLabel>
#include <QTest>
#include <QToolButton>

using namespace framescope;

class TestTextPane : public QObject
{
    Q_OBJECT

    static void show(ui::TextPane &pane, const QByteArray &text)
    {
        pane.showBytes(std::uint64_t(text.size()), [text](std::uint64_t from, std::uint64_t count) {
            return text.mid(qsizetype(from), qsizetype(count));
        });
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void encoding_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("encoding");
        QTest::newRow("ASCII") << QByteArray("abc\r\n") << u"ASCII · 5 bytes"_qs;
        QTest::newRow("UTF-8") << QByteArray("\xC3\xA9") << u"UTF-8 · 2 bytes"_qs;
        QTest::newRow("mark") << QByteArray("\xEF\xBB\xBFx") << u"UTF-8 with a byte order mark · 4 bytes"_qs;
        QTest::newRow("UTF-16") << QByteArray("\xFF\xFEx\0", 4) << u"not UTF-8; it begins as UTF-16 does · 4 bytes"_qs;
        QTest::newRow("Latin-1") << QByteArray("caf\xE9") << u"not UTF-8 · 4 bytes"_qs;
    }
    void encoding()
    {
        QFETCH(QByteArray, text);
        ui::TextPane pane;
        show(pane, text);
        QTEST(pane.findChild<QLabel *>(u"textEncoding"_qs)->text(), "encoding");
    }

    void aWindowSaysWhatIsRead()
    {
        ui::TextPane pane;
        pane.resize(500, 200);
        pane.show();
        show(pane, QByteArray(3 << 20, 'x'));
        const auto *label = pane.findChild<QLabel *>(u"textEncoding"_qs);
        QVERIFY2(label->text().startsWith(u"ASCII · 3,145,728 bytes · bytes 0 to "_qs), qPrintable(label->text()));
    }

    void whatCannotBeSeenIsVisible()
    {
        ui::TextPane pane;
        show(pane, QByteArray("a\xE2\x80\xAE\xD7\x90\xE2\x81\xA6\x1B[0m\0z", 15));
        QCOMPARE(pane.text(), u"a⟨U+202E⟩\u05D0⟨U+2066⟩⟨ESC⟩[0m⟨NUL⟩z"_qs);
        const auto *edit = pane.findChild<ui::PayloadEdit *>();
        QCOMPARE(edit->extraSelections().size(), 4); // coloured as well
    }

    void wrapIsChosen()
    {
        ui::TextPane pane;
        const auto *edit = pane.findChild<ui::PayloadEdit *>();
        QCOMPARE(edit->lineWrapMode(), QPlainTextEdit::WidgetWidth);
        pane.findChild<QToolButton *>(u"wrapLines"_qs)->click();
        QCOMPARE(edit->lineWrapMode(), QPlainTextEdit::NoWrap);
    }

    void octetsAreSelected()
    {
        ui::TextPane pane;
        show(pane, "one \xE2\x82\xAC two");
        pane.selectOctets({4, 3});
        QCOMPARE(pane.findChild<ui::PayloadEdit *>()->textCursor().selectedText(), u"€"_qs);
        QCOMPARE(pane.selectedOctets(), std::optional(ui::OctetRange{4, 3}));
        pane.clear();
        QVERIFY(!pane.selectedOctets());
    }
};

QTEST_MAIN(TestTextPane)
#include "tst_textpane.moc"
