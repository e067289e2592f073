// What the window tells about itself: F1 wherever the keyboard is.
#include "core/craft/framespec.h"
#include "core/ws/findings.h"
#include "tests/support/windowfixture.h"
#include "ui/compose/composer.h"
#include "ui/details/fieldtree.h"
#include "ui/explain/explainpanel.h"
#include "ui/explain/explanation.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"

#include <QAction>
#include <QComboBox>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestHelp : public QObject
{
    Q_OBJECT

    test::WindowFixture m_fixture;
    std::unique_ptr<MainWindow> m_window;

    FrameListModel *model() const { return m_window->findChild<FrameListModel *>(); }
    FrameTableView *list() const { return m_window->findChild<FrameTableView *>(QStringLiteral("frameList")); }
    ExplainPanel *panel() const { return m_window->findChild<ExplainPanel *>(); }
    QStringList explained() const
    {
        m_window->action(Command::Explain)->trigger();
        const QStringList keys = panel()->keys();
        panel()->hide();
        m_window->activateWindow();
        return keys;
    }
    int firstRow(const std::function<bool(const capture::RowRecord &)> &is) const
    {
        for (int row = 0; row < model()->rowCount(); ++row) {
            if (is(m_window->workspace().capture().row(model()->rowIndexAt(row))))
                return row;
        }
        return -1;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_window = m_fixture.makeWindow();
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void overviewWhereNothingIsSelected()
    {
        m_window->setFocus();
        QVERIFY(explained().contains(QStringLiteral("window")) ||
                explained().first().startsWith(QStringLiteral("part.")));
        if (QWidget *focus = m_window->focusWidget())
            focus->clearFocus();
        QCOMPARE(explained(), QStringList{QStringLiteral("window")});
        QVERIFY(panel()->text().contains(QStringLiteral("F1")));
    }

    void rowsTellTheirFindingsFirst()
    {
        m_window->connectToDemo();
        const auto isText = [](const capture::RowRecord &r) {
            return r.isFrame() && r.direction() == Direction::In && r.opcode() == ws::Opcode::Text;
        };
        QTRY_VERIFY(firstRow(isText) >= 0);
        craft::FrameSpec ask;
        ask.payload = "bad frame.rsv2";
        m_window->workspace().session()->send(ConnectionId(0), craft::toWire(ask));
        const auto isBad = [](const capture::RowRecord &r) { return r.severity() == ws::Severity::Error; };
        QTRY_VERIFY(firstRow(isBad) >= 0 && list()->isVisible());
        list()->selectModelRow(firstRow(isBad));
        list()->setFocus();
        QCOMPARE(explained().first(), keyOf(ws::FindingId::FrameRsv2));
        QVERIFY(explained().contains(QStringLiteral("opcode.1")));
        const QModelIndex cell = model()->index(firstRow(isText), FrameListModel::Opcode);
        QVERIFY(cell.data(Qt::ToolTipRole).toString().contains(explain(QStringLiteral("opcode.1")).title));
        list()->selectModelRow(firstRow([](const auto &r) { return r.kind() == capture::RowKind::HandshakeRequest; }));
        QCOMPARE(explained(), QStringList{QStringLiteral("row.request")});
    }

    void everyLineOfAFrameIsExplained()
    {
        const auto isBad = [](const capture::RowRecord &r) { return r.severity() == ws::Severity::Error; };
        list()->selectModelRow(firstRow(isBad));
        auto *tree = m_window->findChild<FieldTree *>(QStringLiteral("frameFields"));
        tree->setFocus();
        int lines = 0;
        for (QTreeWidgetItemIterator it(tree); *it != nullptr; ++it, ++lines) {
            tree->setCurrentItem(*it);
            const QStringList keys = explained();
            QVERIFY2(!keys.contains(QStringLiteral("window")) && !keys.contains(QStringLiteral("part.details")),
                     qPrintable((*it)->text(0)));
            for (const QString &key : keys)
                QVERIFY2(!explain(key).isEmpty(), qPrintable(key));
        }
        QVERIFY(lines > 8);
    }

    void findingsMarkTheirBitsOnly()
    {
        auto *tree = m_window->findChild<FieldTree *>(QStringLiteral("frameFields"));
        QSignalSpy selected(tree, &FieldTree::fieldSelected);
        for (QTreeWidgetItemIterator it(tree); *it != nullptr; ++it) {
            if (!tree->field(*it).topics.contains(keyOf(ws::FindingId::FrameRsv2)))
                continue;
            tree->setCurrentItem(*it);
            QCOMPARE(tree->field(*it).bitField, 1); // BitSlot::Rsv
            return;
        }
        QFAIL("the finding has no line");
    }

    void composerControlsAreExplained_data()
    {
        QTest::addColumn<QString>("control");
        QTest::addColumn<QString>("key");
        QTest::newRow("FIN") << QStringLiteral("composerFin") << QStringLiteral("field.fin");
        QTest::newRow("RSV2") << QStringLiteral("composerRsv2") << QStringLiteral("field.rsv2");
        QTest::newRow("opcode") << QStringLiteral("composerOpcode") << QStringLiteral("opcode.8");
        QTest::newRow("mask") << QStringLiteral("composerMask") << QStringLiteral("field.mask");
        QTest::newRow("length") << QStringLiteral("composerLength") << QStringLiteral("field.length");
        QTest::newRow("close code") << QStringLiteral("closeCode") << QStringLiteral("close.1012");
        QTest::newRow("reason") << QStringLiteral("closeReason") << QStringLiteral("field.closereason");
        QTest::newRow("findings") << QStringLiteral("composerFindings") << QStringLiteral("finding.frame.rsv2");
    }
    void composerControlsAreExplained()
    {
        QFETCH(QString, control);
        QFETCH(QString, key);
        craft::FrameSpec close;
        close.opcode = ws::Opcode::Close;
        close.rsv = 2;
        close.payload = QByteArray::fromHex("03f4") + "restart";
        m_window->findChild<Composer *>()->setFrame(close);
        auto *widget = m_window->findChild<QWidget *>(control);
        QVERIFY(widget != nullptr);
        widget->setFocus();
        QCOMPARE(m_window->focusWidget(), widget);
        QCOMPARE(explained().first(), key);
    }
};

QTEST_MAIN(TestHelp)
#include "tst_help.moc"
