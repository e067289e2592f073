// The whole window in Simplified Chinese: nothing of it speaks English but the terms of the protocol.
#include "core/craft/framespec.h"
#include "tests/support/windowfixture.h"
#include "ui/connect/optionsdialog.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/preferencesdialog.h"
#include "ui/shell/shortcutsdialog.h"
#include "ui/support/language.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QTabBar>
#include <QTest>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>

#include <set>

using namespace framescope;
using namespace framescope::ui;

namespace
{
/// Said in every language: the protocol's terms, names of header fields, programs, types and keys, what a person types.
bool isTerm(const QString &word)
{
    static const QRegularExpression terms(QStringLiteral(
        "^(FIN|RSV\\d?|MASK|opcode|payload|ping|pong|close|text|binary|Ping|Pong|GUID|SHA|Base64|UTF|ASCII|JSON|CBOR|"
        "RFC|"
        "URL|RTT|TCP|TLS|DNS|HTTP|HTTPS?|ALPN|OCSP|CA|PEM|PKCS|IP|IPv[46]|SOCKS5|CONNECT|Basic|Bearer|Digest|Cookie|"
        "Origin|Host|Upgrade|Connection|Sec|WebSocket|Key|Accept|Version|Protocol|Extensions|Authorization|Set|User|"
        "Agent|"
        "Server|Date|Content|Type|Length|permessage|deflate|Framescope|Qt|Python|Ctrl|Shift|Alt|Enter|Return|Esc|Del|"
        "End|"
        "Home|Space|Tab|wss?|https?|curl|unix|KiB|MiB|GiB|bytes?|ms|octets?|Tcp|English|Unix|int\\d*|uint\\d*|float\\d*"
        "|"
        "socket|stream|example|com|internal|host|path|localhost|proxy|none|auto|demo|chat|LF|CR|hex|MIT|simdjson|"
        "JavaScript|Socket|Engine|IO|MessagePack|Protobuf|MQTT|GraphQL|PNG|JPEG|GIF|WebP|protobuf|frame|conn|length|"
        "Windows|Linux|NUL|BOM|CRC|Aa|Switching|Protocols|local|peer|DEFLATE|ID|id|io|v?\\d+)$"));
    return terms.match(word).hasMatch();
}

bool hasHan(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.script() == QChar::Script_Han; });
}

/// The text is, or has in it, English that nobody translated.
bool isEnglish(const QString &text)
{
    // Names and values in one piece are no language: findings (msg.utf8), URLs, headers, hex.
    static const QRegularExpression piece(QStringLiteral("[^\\s,;()（），；：“”]*[./:_=\\d-][^\\s,;()（），；：“”]*"));
    static const QRegularExpression tag(QStringLiteral("<[^>]*>"));
    // Octets in a row (a random masking key may well spell "de de").
    static const QRegularExpression octets(QStringLiteral("\\b[0-9a-f]{2}( [0-9a-f]{2})+\\b"));
    QString words = text;
    words.replace(tag, QStringLiteral(" ")).remove(QLatin1Char('&')).remove(octets).remove(piece);
    static const QRegularExpression word(QStringLiteral("[A-Za-z]{2,}"));
    int inARow = 0;
    for (auto it = word.globalMatch(words); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (isTerm(match.captured())) {
            inARow = 0;
            continue;
        }
        // Among Han characters a single foreign word may be a value; a sentence of nothing else may not.
        if (!hasHan(text) || ++inARow > 1)
            return true;
    }
    return false;
}

class Collector
{
public:
    void look(const QWidget &root, const char *where)
    {
        m_where = where;
        for (QWidget *widget : root.findChildren<QWidget *>())
            look(*widget);
        for (const QAction *action : root.findChildren<QAction *>()) {
            add(action, action->text());
            add(action, action->toolTip());
        }
    }
    QStringList english() const { return QStringList(m_english.begin(), m_english.end()); }

private:
    void add(const QObject *object, const QString &text)
    {
        if (!isEnglish(text))
            return;
        m_english.insert(QStringLiteral("%1: %2 %3: %4")
                             .arg(QLatin1String(m_where), QLatin1String(object->metaObject()->className()),
                                  object->objectName(), text.left(120)));
    }

    void look(const QWidget &widget)
    {
        // What a peer said is no text of ours.
        if (widget.inherits("QPlainTextEdit") || widget.inherits("QTextEdit"))
            return;
        add(&widget, widget.toolTip());
        add(&widget, widget.accessibleName());
        add(&widget, widget.accessibleDescription());
        if (const auto *label = qobject_cast<const QLabel *>(&widget))
            add(label, label->text());
        if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
            add(button, button->text());
        if (const auto *group = qobject_cast<const QGroupBox *>(&widget))
            add(group, group->title());
        if (const auto *edit = qobject_cast<const QLineEdit *>(&widget))
            add(edit, edit->placeholderText());
        if (const auto *tabs = qobject_cast<const QTabBar *>(&widget)) {
            for (int i = 0; i < tabs->count(); ++i)
                add(tabs, tabs->tabText(i));
        }
        if (const auto *box = qobject_cast<const QComboBox *>(&widget)) {
            for (int i = 0; i < box->count(); ++i) {
                if (!box->itemData(i, Qt::FontRole).isValid()) // the name of a font
                    add(box, box->itemText(i));
            }
        }
        const auto *view = qobject_cast<const QAbstractItemView *>(&widget);
        if (view && view->model() && !view->inherits("QHeaderView")) {
            for (int column = 0; column < view->model()->columnCount(); ++column) {
                add(view, view->model()->headerData(column, Qt::Horizontal).toString());
                add(view, view->model()->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString());
            }
            if (view->inherits("framescope::ui::FieldTree") || view->objectName() == QStringLiteral("connectionList"))
                look(*view, *view->model(), {});
        }
    }

    void look(const QAbstractItemView &view, const QAbstractItemModel &model, const QModelIndex &parent)
    {
        for (int row = 0; row < model.rowCount(parent); ++row) {
            // Of a field the name; its value may be the peer's.
            const QModelIndex index = model.index(row, 0, parent);
            add(&view, index.data().toString().section(QStringLiteral(" · "), 0, 0));
            add(&view, index.data(Qt::ToolTipRole).toString());
            look(view, model, index);
        }
    }

    const char *m_where = "";
    std::set<QString> m_english;
};
} // namespace

class TestChinese : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { useLanguage(*qApp, QStringLiteral("zh_CN")); }

    void theCheckItself()
    {
        QVERIFY(isEnglish(QStringLiteral("Copy")));
        QVERIFY(isEnglish(QStringLiteral("&Show all rows")));
        QVERIFY(isEnglish(QStringLiteral("连接：the server answered")));
        QVERIFY(!isEnglish(QStringLiteral("RSV1：0，未置位")));
        QVERIFY(!isEnglish(QStringLiteral("Sec-WebSocket-Key")));
        QVERIFY(!isEnglish(QStringLiteral("wss://example.com/path")));
        QVERIFY(!isEnglish(QStringLiteral("已关闭 1000")));
        QVERIFY(!isEnglish(QStringLiteral("线路： 81 80 ab 65 4d de （6 字节）")));
        QVERIFY(!isEnglish(QStringLiteral("线路： 81 80 de ad be ef （6 字节）")));
        QVERIFY(isEnglish(QStringLiteral("线路： de facto （6 字节）")));
    }

    void wholeWindow()
    {
        test::WindowFixture fixture;
        auto window = fixture.makeWindow();
        window->resize(1440, 900);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        Collector found;
        found.look(*window, "empty");

        window->connectToDemo();
        const capture::Capture &capture = window->workspace().capture();
        QTRY_VERIFY_WITH_TIMEOUT(capture.rowCount() >= 30, 20'000);
        for (const char *fault : {"frame.opcode.reserved", "msg.utf8", "frame.rsv2"}) {
            craft::FrameSpec ask;
            ask.payload = QByteArray("bad ") + fault;
            window->workspace().session()->send(ConnectionId(0), craft::toWire(ask));
        }
        const auto broken = [&] {
            int rows = 0;
            for (std::uint64_t row = 0; row < capture.rowCount(); ++row)
                rows += capture.row(RowIndex(row)).severity() == ws::Severity::Error;
            return rows;
        };
        QTRY_VERIFY_WITH_TIMEOUT(broken() >= 3, 20'000);
        window->action(Command::Disconnect)->trigger();
        QTRY_VERIFY(!window->workspace().session()->isLive(ConnectionId(0)));

        // A row of each kind, opcode and finding.
        auto *model = window->findChild<FrameListModel *>();
        auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        QTRY_COMPARE(model->rowCount(), int(capture.rowCount()));
        std::set<std::tuple<int, int, bool>> seen;
        for (int row = 0; row < model->rowCount(); ++row) {
            const capture::RowRecord &record = capture.row(model->rowIndexAt(row));
            const int opcode = record.isFrame() ? int(record.opcode()) : -1;
            if (!seen.insert({int(record.kind()), opcode, record.hasFindings()}).second)
                continue;
            list->selectModelRow(row);
            QCoreApplication::processEvents();
            found.look(*window, "traffic");
        }
        window->findChild<DetailsPane *>()->showHandshake();
        QCoreApplication::processEvents();
        found.look(*window, "handshake");

        // The event rows' previews are sentences of the program.
        for (int row = 0; row < model->rowCount(); ++row) {
            const capture::RowRecord &record = capture.row(model->rowIndexAt(row));
            const QString preview = model->index(row, FrameListModel::Preview).data().toString();
            if (record.kind() == capture::RowKind::Event || record.severity() == ws::Severity::Error)
                QVERIFY2(hasHan(preview), qPrintable(preview));
        }
        QVERIFY2(found.english().isEmpty(), qPrintable(found.english().join(QLatin1Char('\n'))));
    }

    void failure()
    {
        test::WindowFixture fixture;
        auto window = fixture.makeWindow();
        window->show();
        net::ConnectionSettings settings;
        settings.url = QStringLiteral("ws://127.0.0.1:9/chat");
        window->connectTo(settings);
        QTRY_VERIFY(!window->workspace().session()->isLive(ConnectionId(0)));
        QTRY_VERIFY(window->findChild<QLabel *>(QStringLiteral("messageText")));
        const QString said = window->findChild<QLabel *>(QStringLiteral("messageText"))->text();
        QVERIFY2(hasHan(said) && said.contains(QStringLiteral("127.0.0.1:9")) &&
                     !said.contains(QStringLiteral("Check")),
                 qPrintable(said));
    }

    void options()
    {
        net::ConnectionSettings settings;
        settings.url = QStringLiteral("wss://stream.example.com/v1/stream");
        settings.rawRequest = "GET / HTTP/1.1\r\n\r\n";
        settings.proxy.host = QStringLiteral("a b");
        OptionsDialog dialog(settings);
        dialog.show();
        Collector found;
        for (int page = OptionsDialog::Request; page <= OptionsDialog::Times; ++page) {
            dialog.setCurrentPage(OptionsDialog::Page(page));
            QCoreApplication::processEvents();
            found.look(dialog, "options");
        }
        QVERIFY2(found.english().isEmpty(), qPrintable(found.english().join(QLatin1Char('\n'))));
    }

    void preferencesAndKeys()
    {
        test::WindowFixture fixture;
        PreferencesDialog preferences(fixture.settings);
        ShortcutsDialog keys;
        Collector found;
        found.look(preferences, "preferences");
        found.look(keys, "keys");
        QVERIFY2(found.english().isEmpty(), qPrintable(found.english().join(QLatin1Char('\n'))));
        auto *list = keys.findChild<QTreeWidget *>();
        QVERIFY(list);
        for (QTreeWidgetItemIterator it(list); *it; ++it)
            QVERIFY2(!isEnglish((*it)->text(1)) && !(*it)->text(1).contains(QLatin1String("(")),
                     qPrintable((*it)->text(1)));
    }
};

QTEST_MAIN(TestChinese)
#include "tst_chinese.moc"
