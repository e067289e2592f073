#include "ui/payload/jsonpane.h"

#include "ui/details/fieldrow.h"
#include "ui/support/colors.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"

#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>

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
/// Laying out more lines than these at once would be felt: who wants them opens them.
constexpr std::size_t maxLaidOut = 500'000;

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
    : TreeTab(QStringLiteral("json"), tr("JSON"), new JsonTreeModel, new JsonDelegate, parent)
    , m_model(static_cast<JsonTreeModel *>(m_tree->model()))
    , m_expand(toolButton(tr("Expand all"), QStringLiteral("expandAll"), this))
    , m_collapse(toolButton(tr("Collapse all"), QStringLiteral("collapseAll"), this))
{
    m_tree->setAccessibleName(tr("Payload as JSON"));
    m_tree->setHeaderHidden(true);
    m_tree->header()->resizeSection(JsonTreeModel::Key, 190);
    m_showError->setObjectName(QStringLiteral("showJsonError"));
    m_begin->setObjectName(QStringLiteral("parseJson"));
    m_begin->setAccessibleName(tr("Parse the payload as JSON"));
    connect(m_showError, &QPushButton::clicked, this,
            [this] { Q_EMIT octetsActivated(m_model->tree().errorOffset(), 1); });
    connect(m_begin, &QPushButton::clicked, this, &JsonPane::parse);
    connect(m_expand, &QToolButton::clicked, this, &JsonPane::expandAll);
    connect(m_collapse, &QToolButton::clicked, this, [this] {
        m_tree->collapseAll();
        m_tree->expand(m_model->index(0, 0));
    });
    addTool(m_expand);
    addTool(m_collapse);
    clear();
}

void JsonPane::clear()
{
    reset();
    m_fetch = {};
    m_size = 0;
    m_wanted.reset();
    m_model->clear();
    m_expand->setEnabled(false);
    m_collapse->setEnabled(false);
}

void JsonPane::showPayload(const RowPayload &payload)
{
    showBytes(payload.isHead() ? 0 : payload.size(), payload.fetch(), payload.isPart());
}

void JsonPane::showBytes(std::uint64_t size, Fetch fetch, bool isPart)
{
    clear();
    m_fetch = std::move(fetch);
    m_size = size;
    m_isPart = isPart;
    if (size <= automaticSize)
        return parse();
    m_showError->hide();
    m_begin->setVisible(size <= maxSize);
    m_begin->setText(tr("Parse %1").arg(bytesText(size)));
    note(size <= maxSize ? tr("This payload is large; parsing it may take a moment.")
                         : tr("This payload has %1, more than the JSON tree takes. Text and Hex show all of it.")
                               .arg(bytesText(size)),
         "muted");
}

JsonPane::Parsed JsonPane::readAndParse(const Fetch &fetch, std::uint64_t size, const std::stop_token &stop)
{
    Parsed parsed;
    parsed.text = RowPayload::readAll(fetch, size, stop);
    parsed.tree = decode::JsonTree::parse(byteView(parsed.text), decode::JsonTree::defaultMaxNodes, stop);
    if (!parsed.tree.valid() && !stop.stop_requested())
        parsed.errorPlace = decode::textPosition(byteView(parsed.text), parsed.tree.errorOffset());
    return parsed;
}

void JsonPane::parse()
{
    if (m_size <= sizeAtOnce)
        return showParsed(readAndParse(m_fetch, m_size, {}));
    runSlowly(m_size, [this, fetch = m_fetch, size = m_size](const std::stop_token &stop) -> LatestJob::Show {
        auto parsed = std::make_shared<Parsed>(readAndParse(fetch, size, stop));
        return [this, parsed] { showParsed(std::move(*parsed)); };
    });
}

void JsonPane::showParsed(Parsed parsed)
{
    endSlow();
    const QByteArray text = parsed.text;
    m_model->setJson(text, std::move(parsed.tree));
    const decode::JsonTree &tree = m_model->tree();
    if (std::size_t(m_model->rowCount(m_model->index(0, 0))) <= maxLaidOut)
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
        else if (m_isPart)
            note(tr("Not JSON by itself: it is a part of a message, the rest is in other frames or has not come."),
                 "muted");
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

void JsonPane::selectByte(std::uint64_t offset)
{
    if (isReading()) { // once the tree is there
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
    setCurrent(index);
}

void JsonPane::addCopyActions(QMenu &menu, const QModelIndex &index)
{
    // The text is shared, and cut only when somebody wants it.
    const auto raw = [text = m_model->json(), value = m_model->valueRange(index)] {
        return text.mid(qsizetype(value.from), qsizetype(value.count));
    };
    menu.addAction(tr("Copy value as JSON"), this, [raw] { copy(QString::fromUtf8(raw())); });
    if (index.data(JsonTreeModel::TypeRole).toInt() != int(decode::JsonType::String))
        return;
    menu.addAction(tr("Copy text of the string"), this, [raw] {
        const QByteArray octets = raw();
        copy(decode::jsonStringText(byteView(octets), octets.size()));
    });
}

} // namespace framescope::ui
