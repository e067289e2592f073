#include "ui/payload/jsonpane.h"

#include "core/io/rowtext.h"
#include "ui/details/fieldrow.h"
#include "ui/support/colors.h"
#include "ui/support/coretext.h"
#include "ui/support/literaltext.h"
#include "ui/support/theme.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>
#include <utility>

namespace framescope::ui
{

namespace
{
/// "Expand all" stops here: a tree of more lines helps nobody and takes long.
constexpr std::size_t maxExpanded = 50'000;
constexpr int maxExpandDepth = 200;
/// Read at once; between pieces it is looked whether anybody still wants them.
constexpr std::uint64_t pieceSize = 1024 * 1024;
/// What takes longer is told about.
constexpr int noticedAfterMs = 150;

/// Keys muted, values coloured by their type; a duplicate key is marked.
class JsonDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const Colors &c = Colors::of(option->palette);
        QColor color = c.textMain;
        if (index.column() == JsonTreeModel::Key) {
            color = c.textMuted;
            if (index.data(JsonTreeModel::DuplicateRole).toBool()) {
                option->text += QStringLiteral(" ▲");
                color = c.warning;
            }
        } else {
            switch (decode::JsonType(index.data(JsonTreeModel::TypeRole).toInt())) {
            case decode::JsonType::String:
                color = c.sent;
                break;
            case decode::JsonType::Number:
                color = c.text;
                break;
            case decode::JsonType::True:
            case decode::JsonType::False:
            case decode::JsonType::Null:
                color = c.binary;
                break;
            default:
                color = c.textMuted;
            }
        }
        option->palette.setColor(QPalette::Text, color);
    }
};

QToolButton *toolButton(const QString &text, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setObjectName(name);
    button->setProperty("part", QStringLiteral("tool"));
    return button;
}
} // namespace

JsonPane::JsonPane(QWidget *parent)
    : PayloadTab(QStringLiteral("json"), tr("JSON"), parent)
    , m_job(new LatestJob(this))
    , m_slow(new QTimer(this))
    , m_model(new JsonTreeModel(this))
    , m_tree(new QTreeView)
    , m_notice(new QWidget)
    , m_noticeText(new QLabel)
    , m_showError(new QPushButton(tr("Show in Hex")))
    , m_parse(new QPushButton)
    , m_expand(toolButton(tr("Expand all"), QStringLiteral("expandAll"), this))
    , m_collapse(toolButton(tr("Collapse all"), QStringLiteral("collapseAll"), this))
    , m_path(new QLabel)
{
    setObjectName(QStringLiteral("jsonPane"));
    m_tree->setObjectName(QStringLiteral("jsonTree"));
    m_tree->setAccessibleName(tr("Payload as JSON"));
    m_tree->setModel(m_model);
    m_tree->setUniformRowHeights(true);
    m_tree->setFont(monospaceFont());
    m_tree->setItemDelegate(new JsonDelegate(m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setIndentation(14);
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->resizeSection(JsonTreeModel::Key, 190);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &JsonPane::contextMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) { currentChanged(current); });

    m_notice->setObjectName(QStringLiteral("jsonNotice"));
    m_noticeText->setTextFormat(Qt::PlainText);
    m_noticeText->setWordWrap(true);
    m_noticeText->setObjectName(QStringLiteral("jsonNoticeText"));
    m_showError->setObjectName(QStringLiteral("showJsonError"));
    m_parse->setObjectName(QStringLiteral("parseJson"));
    m_parse->setAccessibleName(tr("Parse the payload as JSON"));
    connect(m_showError, &QPushButton::clicked, this,
            [this] { Q_EMIT octetsActivated(m_model->tree().errorOffset(), 1); });
    connect(m_parse, &QPushButton::clicked, this, &JsonPane::parse);
    auto *notice = new QHBoxLayout(m_notice);
    notice->setContentsMargins(10, 4, 10, 4);
    notice->addWidget(m_noticeText, 1);
    notice->addWidget(m_showError);
    notice->addWidget(m_parse);

    m_slow->setSingleShot(true);
    m_slow->setInterval(noticedAfterMs);
    connect(m_slow, &QTimer::timeout, this, [this] {
        m_showError->hide();
        note(tr("Reading %1 …").arg(bytesText(m_size)), "muted");
    });

    connect(m_expand, &QToolButton::clicked, this, &JsonPane::expandAll);
    connect(m_collapse, &QToolButton::clicked, this, [this] {
        m_tree->collapseAll();
        m_tree->expand(m_model->index(0, 0));
    });
    m_path->setProperty("part", QStringLiteral("muted"));
    m_path->setTextFormat(Qt::PlainText);
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_path->setFont(monospaceFont());
    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(8, 0, 8, 2);
    bottom->addWidget(m_path, 1);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 5, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_tree, 1);
    column->addLayout(bottom);
    addTool(m_expand);
    addTool(m_collapse);
    clear();
}

void JsonPane::release()
{
    clear();
    m_job->cancelAndWait();
}

void JsonPane::clear()
{
    m_job->cancel();
    m_slow->stop();
    m_fetch = {};
    m_size = 0;
    m_wanted.reset();
    m_model->clear();
    m_notice->hide();
    m_path->clear();
    m_expand->setEnabled(false);
    m_collapse->setEnabled(false);
}

void JsonPane::showPayload(const RowPayload &payload)
{
    showBytes(payload.isHead() ? 0 : payload.size(), payload.fetch());
}

std::optional<OctetRange> JsonPane::selectedOctets() const
{
    const QModelIndex current = m_tree->currentIndex();
    if (!current.isValid())
        return std::nullopt;
    const JsonTreeModel::Range range = m_model->range(current);
    return OctetRange{range.from, range.count};
}

void JsonPane::showBytes(std::uint64_t size, Fetch fetch)
{
    clear();
    m_fetch = std::move(fetch);
    m_size = size;
    if (size <= automaticSize)
        return parse();
    m_showError->hide();
    m_parse->setVisible(size <= maxSize);
    m_parse->setText(tr("Parse %1").arg(bytesText(size)));
    note(size <= maxSize ? tr("This payload is large; parsing it may take a moment.")
                         : tr("This payload has %1, more than the JSON tree takes. Text and Hex show all of it.")
                               .arg(bytesText(size)),
         "muted");
}

void JsonPane::note(const QString &text, const char *part)
{
    m_noticeText->setText(text);
    m_noticeText->setProperty("part", QLatin1String(part));
    m_noticeText->style()->unpolish(m_noticeText);
    m_noticeText->style()->polish(m_noticeText);
    m_notice->show();
}

JsonPane::Parsed JsonPane::readAndParse(const Fetch &fetch, std::uint64_t size, const std::stop_token &stop)
{
    Parsed parsed;
    while (std::uint64_t(parsed.text.size()) < size && !stop.stop_requested()) {
        const auto have = std::uint64_t(parsed.text.size());
        const QByteArray piece = fetch(have, std::min(pieceSize, size - have));
        if (piece.isEmpty())
            break;
        parsed.text += piece;
    }
    parsed.tree = decode::JsonTree::parse(byteView(parsed.text), decode::JsonTree::defaultMaxNodes, stop);
    if (!parsed.tree.valid() && !stop.stop_requested())
        parsed.errorPlace = decode::textPosition(byteView(parsed.text), parsed.tree.errorOffset());
    return parsed;
}

void JsonPane::parse()
{
    if (m_size <= sizeAtOnce)
        return showParsed(readAndParse(m_fetch, m_size, {}));
    m_parse->hide();
    m_notice->hide();
    m_slow->start();
    m_job->start([this, fetch = m_fetch, size = m_size](const std::stop_token &stop) -> LatestJob::Show {
        auto parsed = std::make_shared<Parsed>(readAndParse(fetch, size, stop));
        return [this, parsed] { showParsed(std::move(*parsed)); };
    });
}

void JsonPane::showParsed(Parsed parsed)
{
    m_slow->stop();
    const QByteArray text = parsed.text;
    m_model->setJson(text, std::move(parsed.tree));
    const decode::JsonTree &tree = m_model->tree();
    m_parse->hide();
    m_notice->hide();
    m_tree->expand(m_model->index(0, 0));
    m_expand->setEnabled(!tree.nodes().empty());
    m_collapse->setEnabled(!tree.nodes().empty());
    if (m_wanted)
        selectByte(*std::exchange(m_wanted, std::nullopt));
    m_showError->setVisible(!tree.valid() && tree.errorOffset() < std::size_t(text.size()));
    if (!tree.valid()) {
        const decode::TextPosition at = parsed.errorPlace;
        const QString reason = coreText(QString::fromUtf8(decode::jsonErrorText(tree.error())));
        if (tree.error() == decode::JsonError::TooLarge)
            note(tr("▲ From byte %1 on: %2.").arg(numberText(tree.errorOffset()), reason), "warning");
        else if (tree.error() == decode::JsonError::Empty)
            note(tr("Not JSON: %1.").arg(reason), "muted");
        else
            note(tr("✗ Not JSON at byte %1 (line %2, column %3): %4.")
                     .arg(numberText(tree.errorOffset()))
                     .arg(at.line)
                     .arg(at.column)
                     .arg(reason),
                 "finding");
    } else if (tree.hasByteOrderMark()) {
        note(tr("▲ The text begins with a byte order mark, which RFC 8259 §8.1 forbids."), "warning");
    }
}

void JsonPane::expandAll()
{
    const std::size_t nodes = m_model->tree().nodes().size();
    if (nodes <= maxExpanded) {
        m_tree->expandToDepth(maxExpandDepth);
        return;
    }
    m_tree->expandToDepth(1);
    note(tr("▲ %1 values are too many to open at once; two levels were opened.").arg(numberText(nodes)), "warning");
}

void JsonPane::currentChanged(const QModelIndex &current)
{
    m_path->setText(io::visibleText(m_model->path(current).left(2000)));
    if (m_quiet || !current.isValid())
        return;
    const JsonTreeModel::Range range = m_model->range(current);
    Q_EMIT octetsSelected(range.from, range.count);
}

void JsonPane::selectByte(std::uint64_t offset)
{
    if (m_job->isRunning()) { // once the tree is there
        m_wanted = offset;
        return;
    }
    QModelIndex index = m_model->indexAt(offset);
    // All rows around a value are opened for it: of what lies very deep, the part of it that is not.
    int depth = 0;
    for (QModelIndex up = index; up.isValid(); up = up.parent())
        ++depth;
    for (; depth > maxExpandDepth; --depth)
        index = index.parent();
    m_quiet = true;
    m_tree->setCurrentIndex(index);
    m_quiet = false;
}

void JsonPane::contextMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    if (!index.isValid())
        return;
    QMenu menu(this);
    const auto copy = [](const QString &text) { QGuiApplication::clipboard()->setText(text); };
    menu.addAction(tr("Copy path"), this, [=, this] { copy(m_model->path(index)); });
    menu.addAction(tr("Copy value as JSON"), this, [=, this] { copy(QString::fromUtf8(m_model->rawValue(index))); });
    if (index.data(JsonTreeModel::TypeRole).toInt() == int(decode::JsonType::String)) {
        menu.addAction(tr("Copy text of the string"), this, [=, this] {
            const QByteArray raw = m_model->rawValue(index);
            copy(decode::jsonStringText(byteView(raw), raw.size()));
        });
    }
    if (const QString filter = m_model->filter(index); !filter.isEmpty()) {
        const QString shown = literalText(filter.size() > 48 ? filter.first(47) + QChar(0x2026) : filter);
        menu.addSeparator();
        menu.addAction(tr("&Filter: %1").arg(shown), this, [=, this] { Q_EMIT filterRequested(filter, false); });
        menu.addAction(tr("&Hide: %1").arg(shown), this, [=, this] { Q_EMIT filterRequested(filter, true); });
    }
    menu.exec(m_tree->viewport()->mapToGlobal(position));
}

} // namespace framescope::ui
