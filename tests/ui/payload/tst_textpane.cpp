#include "ui/payload/textpane.h"

#include "ui/payload/payloadedit.h"
#include "ui/payload/textwindow.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace framescope;

class TestTextPane : public QObject
{
    Q_OBJECT

    static void show(ui::TextPane &pane, const QByteArray &text,
                     ui::TextPane::Content content = ui::TextPane::Content::Text)
    {
        const auto fetch = [text](std::uint64_t from, std::uint64_t count) {
            return text.mid(qsizetype(from), qsizetype(count));
        };
        pane.showBytes(std::uint64_t(text.size()), fetch, false, content);
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

    void closeFramesAreACodeAndAReason_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("says");
        QTest::addColumn<bool>("bad");
        QTest::newRow("reason") << QByteArray("\x03\xE8 bye") << u"Code 1000 normal closure"_qs << u" bye"_qs
                                << u"ASCII · 4 bytes · after the code"_qs << false;
        QTest::newRow("none") << QByteArray("\x03\xE9") << u"Code 1001 going away"_qs << QString()
                              << u"no reason after the code"_qs << false;
        QTest::newRow("reserved") << QByteArray("\x03\xED") << u"Code 1005 no status received ✗"_qs << QString()
                                  << u"no reason after the code"_qs << false;
        QTest::newRow("half") << QByteArray("\x03") << u"✗ No close code: it is two bytes, and here is one (0x03)."_qs
                              << QString() << u"no reason after the code"_qs << false;
        QTest::newRow("no UTF-8") << QByteArray("\x03\xE8 a\xFF") << u"Code 1000 normal closure"_qs << u" a⟨xFF⟩"_qs
                                  << u"not UTF-8 · 3 bytes · after the code"_qs << true;
    }
    void closeFramesAreACodeAndAReason()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, bad);
        ui::TextPane pane;
        show(pane, body, ui::TextPane::Content::Close);
        QTEST(pane.findChild<QLabel *>(u"closeCode"_qs)->text(), "code");
        QTEST(pane.text(), "reason");
        QTEST(pane.findChild<QLabel *>(u"textEncoding"_qs)->text(), "says");
        QCOMPARE(!pane.findChild<QWidget *>(u"textNotice"_qs)->isHidden(), bad);
        if (!bad)
            return;
        QVERIFY(pane.findChild<QLabel *>(u"textNoticeText"_qs)->text().contains(u"at byte 4 of"_qs));
        QSignalSpy activated(&pane, &ui::PayloadTab::octetsActivated);
        pane.findChild<QPushButton *>(u"showBadByte"_qs)->click();
        QCOMPARE(activated.value(0), QVariantList({4ull, 1ull}));
        pane.selectOctets({3, 1});
        QCOMPARE(pane.findChild<ui::PayloadEdit *>()->textCursor().selectedText(), u"a"_qs);
        QCOMPARE(pane.selectedOctets(), std::optional(ui::OctetRange{3, 1}));
        pane.selectOctets({1, 3}); // from within the code on
        QCOMPARE(pane.selectedOctets(), std::optional(ui::OctetRange{2, 2}));
    }

    void onlyTextIsWrongWhenItIsNoUtf8()
    {
        using Content = ui::TextPane::Content;
        ui::TextPane pane;
        const auto *notice = pane.findChild<QLabel *>(u"textNoticeText"_qs);
        for (const auto &[content, begin, part] :
             {std::tuple(Content::Text, u"✗ Not UTF-8 at byte 0"_qs, u"finding"_qs),
              {Content::Bytes, u"Binary data: "_qs, u"muted"_qs},
              {Content::Fragment, u"A part of a text message: "_qs, u"muted"_qs},
              {Content::Head, u"Bytes that are no UTF-8 "_qs, u"muted"_qs}}) {
            show(pane, "\xFF", content);
            QVERIFY(!pane.findChild<QWidget *>(u"textNotice"_qs)->isHidden());
            QVERIFY2(notice->text().startsWith(begin), qPrintable(notice->text()));
            QCOMPARE(notice->property("part").toString(), part);
        }
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
