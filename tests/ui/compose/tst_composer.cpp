#include "ui/compose/composer.h"

#include "core/craft/framespec.h"
#include "core/ws/framewriter.h"
#include "ui/compose/historyedit.h"
#include "ui/compose/payloadeditor.h"
#include "ui/compose/wireline.h"
#include "ui/support/findingsview.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTemporaryFile>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace framescope;
using namespace framescope::ui;

namespace
{
struct Window {
    Composer composer;
    QSignalSpy sent{&composer, &Composer::sendRequested};

    Window()
    {
        composer.resize(1200, 165);
        composer.setTargetAvailable(true);
        composer.show();
        composer.activateWindow();
        if (!QTest::qWaitForWindowActive(&composer))
            qWarning("the window is not active: shortcuts will not work");
    }
    template <typename T> T *find(const QString &name) const { return composer.findChild<T *>(name); }
    void choose(const QString &name, int data) const
    {
        auto *combo = find<QComboBox>(name);
        combo->setCurrentIndex(combo->findData(data));
    }
    HistoryEdit *edit() const { return find<HistoryEdit>(QStringLiteral("payloadEdit")); }
    void type(const QString &text) const { edit()->setPlainText(text); }
    QString payload() const { return edit()->exactText(); }
    void tab(PayloadEditor::Mode mode) const { find<QTabBar>(QStringLiteral("payloadTabs"))->setCurrentIndex(mode); }
    QString wire() const { return find<WireLine>(QStringLiteral("composerWire"))->text(); }
    QString reason() const { return find<QLabel>(QStringLiteral("composerReason"))->text(); }
    QString status() const { return find<QLabel>(QStringLiteral("payloadStatus"))->text(); }
    QString findings() const { return find<FindingsView>(QStringLiteral("composerFindings"))->lines().join(u'\n'); }
    QPushButton *button() const { return find<QPushButton>(QStringLiteral("composerSend")); }
    QLineEdit *key() const { return find<QLineEdit>(QStringLiteral("composerKey")); }
    QByteArray click()
    {
        const auto before = sent.count();
        QTest::mouseClick(button(), Qt::LeftButton);
        return sent.count() == before + 1 ? sent.last().at(0).toByteArray() : QByteArray();
    }
    ws::MaskKey shownKey() const
    {
        const QByteArray octets = QByteArray::fromHex(key()->text().toLatin1());
        ws::MaskKey result{};
        std::copy_n(octets.begin(), std::min<qsizetype>(octets.size(), 4), result.begin());
        return result;
    }
};

QByteArray crafted(const craft::FrameSpec &spec, const ws::MaskKey &random)
{
    QByteArray wire;
    ws::writeFrame(craft::fieldsOf(spec, random), byteView(spec.payload), wire);
    return wire;
}
} // namespace

class TestComposer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, true); }

    void everyChoice_data()
    {
        QTest::addColumn<int>("opcode");
        QTest::addColumn<int>("mask");
        QTest::addColumn<int>("length");
        for (int opcode = 0; opcode < 16; ++opcode) {
            for (int mask = 0; mask < 3; ++mask) {
                for (int length = 0; length < 5; ++length)
                    QTest::addRow("op %d mask %d length %d", opcode, mask, length) << opcode << mask << length;
            }
        }
    }

    void everyChoice()
    {
        QFETCH(int, opcode);
        QFETCH(int, mask);
        QFETCH(int, length);
        if (!m_shared)
            m_shared = std::make_unique<Window>(); // one for the 240 rows
        Window &w = *m_shared;
        w.choose(QStringLiteral("composerOpcode"), opcode);
        w.choose(QStringLiteral("composerMask"), mask);
        w.choose(QStringLiteral("composerLength"), length);
        w.find<QCheckBox>(QStringLiteral("composerFin"))->setChecked(opcode % 2 == 0);
        for (int i = 0; i < 3; ++i)
            w.find<QCheckBox>(QStringLiteral("composerRsv%1").arg(i + 1))->setChecked(((opcode >> i) & 1) != 0);
        if (mask == int(craft::MaskChoice::Fixed)) {
            w.key()->selectAll();
            QTest::keyClicks(w.key(), QStringLiteral("7A1c09f2"));
        }
        if (length == int(craft::LengthChoice::Wrong)) {
            auto *number = w.find<QLineEdit>(QStringLiteral("composerLengthNumber"));
            QVERIFY(number->isVisible());
            number->selectAll();
            QTest::keyClicks(number, QStringLiteral("0x1F4"));
        }
        w.tab(PayloadEditor::Text);
        w.type(QStringLiteral("Hi \u00e9\u00a0\n"));

        craft::FrameSpec spec;
        spec.opcode = static_cast<ws::Opcode>(opcode);
        spec.fin = opcode % 2 == 0;
        spec.rsv =
            std::uint8_t(((opcode & 1) != 0 ? 4 : 0) | ((opcode & 2) != 0 ? 2 : 0) | ((opcode & 4) != 0 ? 1 : 0));
        spec.mask = static_cast<craft::MaskChoice>(mask);
        spec.fixedKey = {0x7a, 0x1c, 0x09, 0xf2};
        spec.length = static_cast<craft::LengthChoice>(length);
        spec.wrongLength = 500;
        spec.payload = "Hi \xc3\xa9\xc2\xa0\n";

        const ws::MaskKey key = w.shownKey();
        const QByteArray expected = crafted(spec, key);
        QCOMPARE(
            w.wire(),
            QStringLiteral("wire: %1 (%2 bytes)").arg(QString::fromLatin1(expected.toHex(' '))).arg(expected.size()));
        QCOMPARE(w.click(), expected);
        if (spec.mask == craft::MaskChoice::Random)
            QVERIFY(w.shownKey() != key); // RFC 6455 §5.3: a fresh key for each frame
        QCOMPARE(w.key()->isVisible(), spec.mask != craft::MaskChoice::None);
    }

    void cleanupTestCase() { m_shared.reset(); }

    void findingsAreShown()
    {
        Window w;
        w.type(QStringLiteral("fine"));
        QVERIFY2(w.findings().contains(QStringLiteral("✓")), qPrintable(w.findings()));
        w.choose(QStringLiteral("composerOpcode"), 9);
        w.type(QString(200, u'x'));
        QVERIFY2(w.findings().contains(QStringLiteral("▲")), qPrintable(w.findings()));
        QVERIFY2(w.findings().contains(QStringLiteral("(RFC 6455 §5.5)")), qPrintable(w.findings()));
        QCOMPARE(w.reason(), QStringLiteral("▲ 1 problem, sent as is"));
        w.find<QCheckBox>(QStringLiteral("composerRsv2"))->setChecked(true);
        QCOMPARE(w.findings().count(QStringLiteral("▲ ")), 2);
        QCOMPARE(w.findings().count(u'\n'), 1);          // no line for anything else
        w.composer.setTarget(ConnectionId(3), {}, true); // one of several
        QCOMPARE(w.reason(), QStringLiteral("to connection 4\n▲ 2 problems, sent as is"));
        QCOMPARE(w.button()->accessibleDescription(), w.reason());
        QCOMPARE(w.click().size(), 208);
    }

    void roleChangesTheVerdict()
    {
        Window w;
        w.type(QStringLiteral("x"));
        w.choose(QStringLiteral("composerMask"), int(craft::MaskChoice::None));
        QVERIFY2(w.findings().contains(QStringLiteral("▲")), qPrintable(w.findings()));
        w.composer.setRole(ws::Role::Server);
        QVERIFY2(w.findings().contains(QStringLiteral("✓")), qPrintable(w.findings()));
    }

    void largePayloadIsJudgedLater()
    {
        Window w;
        w.choose(QStringLiteral("composerOpcode"), 9);
        w.type(QString(70'000, u'x'));
        QTRY_VERIFY(w.findings().contains(QStringLiteral("§5.5")));
        QVERIFY(w.wire().contains(QStringLiteral("…")));
        QCOMPARE(w.click().size(), 70'000 + 14);
    }

    void notConnected()
    {
        Window w;
        w.type(QStringLiteral("x"));
        w.composer.setTargetAvailable(false, QStringLiteral("Not connected"));
        QVERIFY(!w.button()->isEnabled());
        QCOMPARE(w.reason(), QStringLiteral("Not connected"));
        w.composer.send();
        QCOMPARE(w.sent.count(), 0);
        w.composer.setTargetAvailable(true);
        QVERIFY(w.button()->isEnabled());
        QVERIFY(w.reason().isEmpty());
    }

    void invalidInputNamesItsPlace_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        QTest::newRow("hex") << int(PayloadEditor::Hex) << QStringLiteral("48 65\n6g")
                             << QStringLiteral("Line 2, column 2");
        QTest::newRow("base64") << int(PayloadEditor::Base64) << QStringLiteral("SGVs!")
                                << QStringLiteral("Line 1, column 5");
    }

    void invalidInputNamesItsPlace()
    {
        QFETCH(int, mode);
        QFETCH(QString, text);
        QFETCH(QString, place);
        Window w;
        w.tab(static_cast<PayloadEditor::Mode>(mode));
        w.type(text);
        QVERIFY(!w.button()->isEnabled());
        QVERIFY(!w.reason().isEmpty());
        QVERIFY2(w.status().contains(place), qPrintable(w.status()));
        QCOMPARE(w.edit()->extraSelections().size(), 1);
        w.tab(PayloadEditor::Text); // nothing is thrown away by switching
        QCOMPARE(w.payload(), text);
        w.type(QString());
        QVERIFY(w.button()->isEnabled());
    }

    void invalidKeyAndLength()
    {
        Window w;
        w.choose(QStringLiteral("composerMask"), int(craft::MaskChoice::Fixed));
        w.key()->selectAll();
        QTest::keyClicks(w.key(), QStringLiteral("7a1c"));
        QVERIFY(!w.button()->isEnabled());
        QVERIFY(w.reason().contains(QStringLiteral("8 hex digits")));
        QTest::keyClicks(w.key(), QStringLiteral("09f2"));
        QVERIFY(w.button()->isEnabled());
        w.choose(QStringLiteral("composerLength"), int(craft::LengthChoice::Wrong));
        auto *number = w.find<QLineEdit>(QStringLiteral("composerLengthNumber"));
        number->selectAll();
        QTest::keyClicks(number, QStringLiteral("18446744073709551616"));
        QVERIFY(!w.button()->isEnabled());
        QTest::keyClick(number, Qt::Key_Backspace);
        QVERIFY(w.button()->isEnabled());
    }

    void switchingConverts()
    {
        Window w;
        w.type(QStringLiteral("Hello"));
        w.tab(PayloadEditor::Hex);
        QCOMPARE(w.payload(), QStringLiteral("48 65 6c 6c 6f"));
        w.tab(PayloadEditor::Base64);
        QCOMPARE(w.payload(), QStringLiteral("SGVsbG8="));
        w.tab(PayloadEditor::File);
        w.tab(PayloadEditor::Text);
        QCOMPARE(w.payload(), QStringLiteral("Hello"));
    }

    void bytesThatAreNoTextStay_data()
    {
        QTest::addColumn<QString>("hex");
        QTest::newRow("not UTF-8") << QStringLiteral("ff fe");
        QTest::newRow("CR") << QStringLiteral("61 0d 0a 62");
        QTest::newRow("NUL") << QStringLiteral("00");
        QTest::newRow("U+2029") << QStringLiteral("e2 80 a9");
    }

    void bytesThatAreNoTextStay()
    {
        QFETCH(QString, hex);
        Window w;
        w.choose(QStringLiteral("composerMask"), int(craft::MaskChoice::None));
        w.tab(PayloadEditor::Hex);
        w.type(hex);
        w.tab(PayloadEditor::Text);
        QCOMPARE(w.find<QTabBar>(QStringLiteral("payloadTabs"))->currentIndex(), int(PayloadEditor::Hex));
        QCOMPARE(w.payload(), hex);
        QVERIFY2(w.status().contains(QStringLiteral("stay in Hex")), qPrintable(w.status()));
        QVERIFY(w.click().endsWith(QByteArray::fromHex(hex.toLatin1())));
    }

    void upAndDownRecall()
    {
        Window w;
        w.edit()->setFocus();
        w.type(QStringLiteral("one"));
        w.click();
        w.choose(QStringLiteral("composerOpcode"), 2);
        w.type(QStringLiteral("two\nlines"));
        w.click();
        w.type(QStringLiteral("draft"));
        QTest::keyClick(w.edit(), Qt::Key_Up);
        QCOMPARE(w.payload(), QStringLiteral("two\nlines"));
        QTest::keyClick(w.edit(), Qt::Key_Up); // from the last line to the first: the cursor moves only
        QCOMPARE(w.payload(), QStringLiteral("two\nlines"));
        QTest::keyClick(w.edit(), Qt::Key_Up);
        QCOMPARE(w.payload(), QStringLiteral("one"));
        QCOMPARE(w.find<QComboBox>(QStringLiteral("composerOpcode"))->currentData().toInt(), 1);
        QTest::keyClick(w.edit(), Qt::Key_Up);
        QCOMPARE(w.payload(), QStringLiteral("one"));
        QTest::keyClick(w.edit(), Qt::Key_Down);
        QCOMPARE(w.payload(), QStringLiteral("two\nlines"));
        QTest::keyClick(w.edit(), Qt::Key_Down);
        QCOMPARE(w.payload(), QStringLiteral("draft"));
        w.edit()->selectAll();
        QTest::keyClick(w.edit(), Qt::Key_Up); // with a selection the arrow belongs to the text
        QCOMPARE(w.payload(), QStringLiteral("draft"));
    }

    void sendingAgainKeepsThePayload()
    {
        Window w;
        w.type(QStringLiteral("x"));
        w.composer.send();
        QCOMPARE(w.sent.count(), 1);
        w.composer.send();
        QCOMPARE(w.sent.count(), 2);
        QCOMPARE(w.payload(), QStringLiteral("x"));
    }

    void closeHelper()
    {
        Window w;
        auto *code = w.find<QSpinBox>(QStringLiteral("closeCode"));
        auto *reason = w.find<QLineEdit>(QStringLiteral("closeReason"));
        w.choose(QStringLiteral("composerMask"), int(craft::MaskChoice::None));
        QVERIFY(!code->isVisible());
        w.choose(QStringLiteral("composerOpcode"), 8);
        QVERIFY(code->isVisible());
        code->setValue(1001);
        QTest::keyClicks(reason, QStringLiteral("bye"));
        QCOMPARE(w.click(), QByteArray::fromHex("880503e9627965"));
        code->setValue(-1);
        QCOMPARE(w.click(), QByteArray::fromHex("8800"));
        w.tab(PayloadEditor::Hex);
        w.type(QStringLiteral("03 ea 6f 6b"));
        QCOMPARE(code->value(), 1002);
        QCOMPARE(reason->text(), QStringLiteral("ok"));
    }

    void file()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        const QByteArray content(300, 'f');
        file.write(content);
        file.flush();
        Window w;
        w.choose(QStringLiteral("composerMask"), int(craft::MaskChoice::None));
        w.tab(PayloadEditor::File);
        QVERIFY(!w.button()->isEnabled());
        auto *path = w.find<QLineEdit>(QStringLiteral("payloadPath"));
        path->setText(file.fileName() + QStringLiteral(".not"));
        QVERIFY(!w.button()->isEnabled());
        QVERIFY2(w.reason().contains(QStringLiteral("There is no file")), qPrintable(w.reason()));
        path->setText(file.fileName());
        QVERIFY2(w.wire().endsWith(QStringLiteral("… (304 bytes)")), qPrintable(w.wire()));
        QCOMPARE(w.click(), QByteArray::fromHex("817e012c") + content);
        QVERIFY(file.resize(PayloadEditor::maxFile + 1)); // sparse
        path->setText(QString());
        path->setText(file.fileName());
        QVERIFY(!w.button()->isEnabled());
        QVERIFY2(w.reason().contains(QStringLiteral("at most")), qPrintable(w.reason()));
    }

    void openInComposer()
    {
        Window w;
        craft::FrameSpec spec;
        spec.opcode = static_cast<ws::Opcode>(0xB);
        spec.fin = false;
        spec.rsv = 3;
        spec.mask = craft::MaskChoice::Fixed;
        spec.fixedKey = {1, 2, 3, 4};
        spec.length = craft::LengthChoice::Bits64;
        spec.payload = QByteArray::fromHex("00ff10");
        w.composer.setFrame(spec);
        QCOMPARE(w.click(), crafted(spec, {}));
        spec = craft::FrameSpec();
        spec.mask = craft::MaskChoice::None;
        spec.payload = QByteArray(PayloadEditor::maxEdited + 1, 'z');
        w.composer.setFrame(spec);
        QCOMPARE(w.click(), crafted(spec, {}));
        spec.payload = "small";
        w.composer.setFrame(spec);
        QCOMPARE(w.payload(), QStringLiteral("small"));
        QCOMPARE(w.click(), crafted(spec, {}));
    }

    void rawBytes()
    {
        Window w;
        w.find<QTabBar>(QStringLiteral("composerTabs"))->setCurrentIndex(1);
        auto *edit = w.find<HistoryEdit>(QStringLiteral("rawEdit"));
        auto *send = w.find<QPushButton>(QStringLiteral("rawSend"));
        auto *status = w.find<QLabel>(QStringLiteral("rawStatus"));
        QVERIFY(edit->isVisible());
        QVERIFY(!send->isEnabled());
        edit->setPlainText(QStringLiteral("81 05 # a header\n4865 6c6c6f"));
        QCOMPARE(status->text(), QStringLiteral("7 bytes"));
        QTest::mouseClick(send, Qt::LeftButton);
        QCOMPARE(w.sent.count(), 1);
        QCOMPARE(w.sent.last().at(0).toByteArray(), QByteArray::fromHex("810548656c6c6f"));
        edit->setPlainText(QStringLiteral("81\n0z"));
        QVERIFY(!send->isEnabled());
        QVERIFY2(status->text().contains(QStringLiteral("Line 2, column 2")), qPrintable(status->text()));
        QCOMPARE(edit->extraSelections().size(), 1);
        edit->setPlainText(QString());
        edit->setFocus();
        QTest::keyClick(edit, Qt::Key_Up);
        QCOMPARE(edit->exactText(), QStringLiteral("81 05 # a header\n4865 6c6c6f"));
        w.composer.send();
        QCOMPARE(w.sent.count(), 2);
    }

    void fitsIntoItsPlace()
    {
        Composer composer;
        const QSize least = composer.minimumSizeHint();
        QVERIFY2(least.height() <= 165, qPrintable(QString::number(least.height())));
        QVERIFY2(least.width() <= 780, qPrintable(QString::number(least.width())));
    }

    void compressedFrame()
    {
        Window w;
        w.tab(PayloadEditor::Text);
        const QByteArray text(300, 'a');
        w.type(QString::fromLatin1(text));
        auto *compress = w.find<QCheckBox>(QStringLiteral("composerCompress"));
        QTest::keyClick(compress, Qt::Key_Space);
        QVERIFY(!w.find<QCheckBox>(QStringLiteral("composerRsv1"))->isEnabled());
        QVERIFY2(w.findings().contains(QStringLiteral("RSV1 is set")), qPrintable(w.findings()));
        QVERIFY(compress->toolTip().contains(QStringLiteral("did not agree")));
        ws::Agreement agreed;
        agreed.deflate = true;
        w.composer.setAgreement(agreed);
        QCOMPARE(w.findings(), QStringLiteral("✓ nothing is wrong with this frame"));

        craft::FrameSpec spec;
        spec.compress = true;
        spec.payload = text;
        QByteArray expected;
        ws::writeFrame(craft::fieldsOf(spec, w.shownKey()), byteView(craft::wirePayload(spec)), expected);
        QVERIFY(expected.size() < 30);
        QCOMPARE(
            w.wire(),
            QStringLiteral("wire: %1 (%2 bytes)").arg(QString::fromLatin1(expected.toHex(' '))).arg(expected.size()));
        QCOMPARE(w.click(), expected);
        QVERIFY(w.composer.frame().compress);
    }

    void compressFollowsTheOptions()
    {
        Window w;
        auto *compress = w.find<QCheckBox>(QStringLiteral("composerCompress"));
        ws::Agreement agreed;
        agreed.deflate = true;
        net::DeflateSettings settings;
        settings.threshold = 100;
        const QString threshold(100, u'a');
        w.type(threshold);
        QVERIFY(!compress->isChecked());
        w.composer.setAgreement(agreed, settings);
        QVERIFY(compress->isChecked());
        QVERIFY(w.wire().startsWith(QStringLiteral("wire: c1 ")));
        const auto *rsv1 = w.find<QCheckBox>(QStringLiteral("composerRsv1"));
        QVERIFY(rsv1->isChecked() && !rsv1->isEnabled()); // as on the wire
        QCOMPARE(int(w.composer.frame().rsv), 0);
        w.type(threshold.chopped(1));
        QVERIFY(!compress->isChecked());
        QVERIFY(!rsv1->isChecked() && rsv1->isEnabled());
        w.type(threshold);
        QVERIFY(compress->isChecked());
        w.choose(QStringLiteral("composerOpcode"), 9);
        QVERIFY(!compress->isChecked());
        w.choose(QStringLiteral("composerOpcode"), 2);
        QVERIFY(compress->isChecked());
        w.find<QCheckBox>(QStringLiteral("composerFin"))->setChecked(false);
        QVERIFY(!compress->isChecked()); // fragments cannot be compressed one by one
        w.find<QCheckBox>(QStringLiteral("composerFin"))->setChecked(true);
        w.composer.setAgreement({}, settings);
        QVERIFY(!compress->isChecked());
        settings.compress = false;
        w.composer.setAgreement(agreed, settings);
        QVERIFY(!compress->isChecked());
        settings.compress = true;
        w.composer.setAgreement(agreed, settings);
        QVERIFY(compress->isChecked());
        // What a person sets stays.
        compress->click();
        w.type(threshold + threshold);
        QVERIFY(!compress->isChecked());
        QCOMPARE(w.click().size(), 200 + 8);
        w.type(QStringLiteral("x"));
        w.type(threshold);
        QVERIFY(!compress->isChecked());
        compress->click();
        w.type(QStringLiteral("x"));
        QVERIFY(!compress->isChecked());
        // A frame from elsewhere is taken as it is.
        craft::FrameSpec plain;
        plain.payload = QByteArray(300, 'p');
        w.composer.setFrame(plain);
        QVERIFY(!compress->isChecked());
        QVERIFY(!w.composer.frame().compress);
    }

    void compressesAtTheLevelAndWithTheWindowOfTheOptions()
    {
        Window w;
        ws::Agreement agreed;
        agreed.deflate = true;
        agreed.client.windowBits = 12;
        net::DeflateSettings settings;
        settings.level = 1;
        w.composer.setAgreement(agreed, settings, agreed.client);
        QByteArray text;
        for (int i = 0; i < 2000; ++i)
            text += QByteArray::number(i * 7919 % 1000) + ' ';
        w.type(QString::fromLatin1(text));
        craft::FrameSpec spec;
        spec.compress = true;
        spec.payload = text;
        const QByteArray expected = craft::wirePayload(spec, {12, 1});
        QVERIFY(expected.size() != craft::wirePayload(spec, {12, 9}).size());
        QVERIFY(expected.size() != craft::wirePayload(spec, {9, 1}).size());
        QCOMPARE(w.click().size(), expected.size() + 8);
    }

    void aLargePayloadIsCompressedElsewhere_data()
    {
        QTest::addColumn<bool>("fromFile");
        QTest::newRow("file") << true;
        QTest::newRow("held") << false;
    }
    void aLargePayloadIsCompressedElsewhere()
    {
        QFETCH(bool, fromFile);
        QByteArray content;
        for (quint32 i = 0; content.size() < 3 * PayloadEditor::maxEdited; ++i)
            content += QByteArray::number(i * 2654435761u);
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write(content);
        file.flush();
        Window w;
        w.composer.setTarget(ConnectionId(3));
        craft::FrameSpec spec;
        spec.opcode = ws::Opcode::Binary;
        spec.compress = true;
        spec.mask = craft::MaskChoice::None;
        spec.payload = content;
        w.composer.setFrame(spec);
        if (fromFile) {
            w.tab(PayloadEditor::Text);
            w.tab(PayloadEditor::File);
            w.find<QLineEdit>(QStringLiteral("payloadPath"))->setText(file.fileName());
        }
        QVERIFY2(w.wire().contains(QStringLiteral("the length is known then")), qPrintable(w.wire()));
        QTest::mouseClick(w.button(), Qt::LeftButton);
        QVERIFY(w.sent.isEmpty() && !w.button()->isEnabled());
        QCOMPARE(w.reason(), QStringLiteral("Compressing…"));
        QTRY_COMPARE(w.sent.count(), 1);
        QVERIFY(w.button()->isEnabled());
        QCOMPARE(w.sent.last().at(0).toByteArray(), craft::toWire(spec));
        // Not to a connection that took the place of the one it was for.
        QTest::mouseClick(w.button(), Qt::LeftButton);
        w.composer.setTarget(ConnectionId(4));
        QTRY_VERIFY(w.reason().startsWith(QStringLiteral("Not sent")));
        w.composer.setTarget(ConnectionId(4)); // as the window says again and again
        QVERIFY(w.reason().startsWith(QStringLiteral("Not sent")));
        QCOMPARE(w.sent.count(), 1);
    }

    void noChipIsCutInALowWindow()
    {
        Window w;
        w.composer.resize(w.composer.minimumSizeHint());
        const auto *fields = w.find<QWidget>(QStringLiteral("composerFields"));
        const auto chips = fields->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
        QVERIFY(chips.size() >= 6);
        for (const QWidget *chip : chips)
            QVERIFY2(fields->rect().contains(chip->geometry()), qPrintable(chip->findChild<QLabel *>()->text()));
    }

private:
    std::unique_ptr<Window> m_shared;
};

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
