#include "ui/payload/decodedpane.h"

#include "core/capture/capture.h"
#include "core/decode/channel.h"
#include "core/filter/language/likethis.h"
#include "ui/details/fieldrow.h"
#include "ui/details/framefields.h"
#include "ui/support/colors.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"

#include <QActionGroup>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <memory>

namespace framescope::ui
{

namespace
{
using decode::Decoder;
using decode::NodeKind;

/// Opened from the start: with more rows than these nobody finds the top level any more.
constexpr std::size_t maxOpened = 200;
constexpr int openedDepth = 6;
/// The view lays out whatever is open: what has more values is opened by hand.
constexpr std::size_t maxLaidOut = 5000;
/// Pixels; what they leave is the value's.
constexpr int nameWidth = 150;
constexpr int typeWidth = 100;

/// Names and types muted, values coloured by what they are, as in the JSON tree.
class DecodedDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const Colors &c = Colors::of(option->palette);
        const auto kind = NodeKind(index.data(DecodedTreeModel::KindRole).toInt());
        QColor color = c.textMuted;
        if (kind == NodeKind::Problem)
            color = c.finding;
        else if (index.column() == DecodedTreeModel::Value)
            color = valueColor(c, kind);
        option->palette.setColor(QPalette::Text, color);
    }

private:
    static QColor valueColor(const Colors &c, NodeKind kind)
    {
        switch (kind) {
        case NodeKind::String:
            return c.sent;
        case NodeKind::Number:
            return c.text;
        case NodeKind::Bytes:
        case NodeKind::Bool:
        case NodeKind::Null:
            return c.binary;
        case NodeKind::Other:
            return c.textMain;
        default:
            return c.textMuted;
        }
    }
};
} // namespace

DecodedPane::DecodedPane(QWidget *parent)
    : TreeTab(QStringLiteral("decoded"), tr("Decoded"), new DecodedTreeModel, new DecodedDelegate, parent)
    , m_model(static_cast<DecodedTreeModel *>(m_tree->model()))
    , m_button(new QToolButton(this))
{
    m_tree->setAccessibleName(tr("Payload as its decoder reads it"));
    m_tree->setProperty("part", QStringLiteral("columns"));
    m_tree->header()->setProperty("part", QStringLiteral("indented"));
    QHeaderView *header = m_tree->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(DecodedTreeModel::Value, QHeaderView::Stretch);
    header->resizeSection(DecodedTreeModel::Name, nameWidth);
    header->resizeSection(DecodedTreeModel::Type, typeWidth);
    m_showError->setObjectName(QStringLiteral("showDecodedProblem"));
    m_begin->setObjectName(QStringLiteral("decodePayload"));
    m_begin->setAccessibleName(tr("Decode the payload"));
    connect(m_showError, &QPushButton::clicked, this, [this] {
        const std::uint32_t problem = m_model->tree().problem();
        if (problem == decode::DecodedNode::none)
            return;
        m_tree->setCurrentIndex(m_model->shallowIndexOf(problem));
        const OctetRange octets = m_model->range(m_model->indexOf(problem));
        Q_EMIT octetsActivated(octets.from, std::max<std::uint64_t>(octets.count, 1));
    });
    connect(m_begin, &QPushButton::clicked, this, &DecodedPane::decode);
    makeMenu();
    addTool(m_button);
    clear();
}

void DecodedPane::makeMenu()
{
    m_button->setObjectName(QStringLiteral("decoderChoice"));
    m_button->setProperty("part", QStringLiteral("tool"));
    m_button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setAccessibleName(tr("Decoder"));
    m_button->setToolTip(tr("Which decoder reads the payloads of this host; the choice is remembered"));
    auto *menu = new QMenu(m_button);
    auto *group = new QActionGroup(menu);
    const auto add = [&](const QString &text, const Decoder *decoder) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setData(decoder == nullptr ? QString() : QString::fromLatin1(decoder->id()));
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, decoder] { choose(decoder); });
    };
    add(tr("Automatic"), nullptr);
    menu->addSeparator();
    for (const Decoder *each : decode::decoders())
        add(coreText(QString::fromUtf8(each->name())), each);
    m_button->setMenu(menu);
}

void DecodedPane::clear()
{
    reset();
    m_subject = {};
    m_reason.clear();
    m_host.clear();
    m_shown = nullptr;
    m_model->clear();
    showChoice();
}

void DecodedPane::showPayload(const RowPayload &payload)
{
    clear();
    if (payload.facts() == nullptr)
        return;
    const capture::Capture &capture = *payload.capture();
    const capture::RowRecord &record = payload.facts()->record;
    m_host = DecoderChoices::host(capture, record.connection());
    if (!payload.isFrame()) {
        m_reason = payload.isHead() ? tr("This is the opening handshake: Handshake shows what each line of it says.")
                                    : tr("These bytes are outside any frame; no decoder is for them.");
    } else if (record.opcode() == ws::Opcode::Close) {
        m_reason = tr("Frame shows the code and the reason of a close frame.");
    } else {
        const std::vector<RowIndex> &message = payload.facts()->message; // empty of pings and pongs
        const capture::RowRecord &first = message.empty() ? record : capture.row(message.front());
        m_subject.fetch = payload.fetch();
        m_subject.size = payload.size();
        m_subject.text = first.opcode() == ws::Opcode::Text;
        // Pings and pongs carry what their sender likes, whatever the connection is for.
        m_subject.control = ws::isControl(record.opcode());
        if (!m_subject.control)
            m_subject.channel = decode::Channels::in(capture).of(record.connection(), payload.reader());
        m_subject.whole = !payload.goesOn() && (payload.showsWholeMessage() || payload.showsInflated() ||
                                                !payload.hasWholeMessage() || record.endsMessage());
    }
    begin();
}

void DecodedPane::setChoices(const DecoderChoices &choices)
{
    const Decoder *before = m_choices.of(m_host);
    m_choices = choices;
    if (m_choices.of(m_host) != before)
        begin();
}

void DecodedPane::choose(const Decoder *decoder)
{
    if (m_host.isEmpty() || m_choices.of(m_host) == decoder)
        return showChoice();
    m_choices.set(m_host, decoder);
    begin();
    Q_EMIT choicesChanged();
}

void DecodedPane::begin()
{
    reset();
    m_shown = nullptr;
    m_model->clear();
    m_showError->hide();
    m_begin->hide();
    m_subject.chosen = m_choices.of(m_host);
    showChoice();
    if (!m_reason.isEmpty())
        return note(m_reason, "muted");
    if (!m_subject.fetch)
        return;
    if (m_subject.size <= automaticSize)
        return decode();
    m_begin->setVisible(m_subject.size <= maxSize);
    m_begin->setText(tr("Decode %1").arg(bytesText(m_subject.size)));
    note(m_subject.size <= maxSize ? tr("This payload is large; decoding it may take a moment.")
                                   : tr("This payload has %1, more than decoders take. Text and Hex show all of it.")
                                         .arg(bytesText(m_subject.size)),
         "muted");
}

DecodedPane::Decoded DecodedPane::readAndDecode(const Subject &subject, const std::stop_token &stop)
{
    const QByteArray octets = RowPayload::readAll(subject.fetch, subject.size, stop);
    const bool all = std::uint64_t(octets.size()) == subject.size;
    const decode::Payload payload{byteView(octets), subject.channel, subject.text, subject.whole && all};
    Decoded decoded;
    decoded.readable = all;
    // What recognises a payload needs its beginning only.
    constexpr std::size_t window = 16 * 1024;
    decode::Payload beginning = payload;
    beginning.whole = payload.whole && payload.octets.size() <= window;
    beginning.octets = payload.octets.first(std::min(window, payload.octets.size()));
    decoded.decoder = subject.chosen != nullptr ? subject.chosen : decode::detect(beginning).decoder;
    if (decoded.decoder != nullptr)
        decoded.tree = decoded.decoder->decode(payload, {decode::DecodeLimits().maxNodes, 300, stop});
    return decoded;
}

void DecodedPane::decode()
{
    if (m_subject.size <= sizeAtOnce)
        return showDecoded(readAndDecode(m_subject, {}));
    runSlowly(m_subject.size, [this, subject = m_subject](const std::stop_token &stop) -> LatestJob::Show {
        auto decoded = std::make_shared<Decoded>(readAndDecode(subject, stop));
        return [this, decoded] { showDecoded(std::move(*decoded)); };
    });
}

void DecodedPane::openSmall(const QModelIndex &index)
{
    if (std::size_t(m_model->rowCount(index)) <= maxLaidOut)
        m_tree->expand(index);
}

void DecodedPane::showDecoded(Decoded decoded)
{
    endSlow();
    m_showError->hide();
    m_shown = decoded.decoder;
    m_model->setTree(std::move(decoded.tree));
    showChoice();
    const decode::DecodedTree &tree = m_model->tree();
    if (m_shown == nullptr)
        return note(tr("No decoder recognises these bytes. Choose one above, or see Text and Hex."), "muted");
    if (tree.nodes().size() <= maxOpened)
        m_tree->expandToDepth(openedDepth);
    else
        openSmall(m_model->index(0, 0));
    const bool wrong = tree.problem() != decode::DecodedNode::none;
    m_showError->setVisible(wrong);
    if (wrong) {
        const std::uint32_t problem = tree.problem();
        note(tr("✗ Not %1 at byte %2: %3.")
                 .arg(coreText(QString::fromUtf8(m_shown->name())), numberText(tree.nodes()[problem].from),
                      m_model->problemText(problem)),
             "finding");
        // It stands in sight, however deep.
        for (QModelIndex up = m_model->shallowIndexOf(problem).parent(); up.isValid(); up = up.parent())
            openSmall(up);
    } else if (!decoded.readable) {
        note(tr("▲ The bytes cannot be read to their end; this is what came before."), "warning");
    } else if (tree.limited()) {
        note(tr("▲ There are more values than the %1 that are shown. Text and Hex show all bytes.")
                 .arg(numberText(tree.nodes().size() - 1)),
             "warning");
    } else if (tree.cut()) {
        note(tr("The bytes end inside a value; more of the message is in other frames."), "muted");
    }
}

void DecodedPane::showChoice()
{
    const Decoder *chosen = m_choices.of(m_host);
    QString text;
    if (chosen != nullptr)
        text = coreText(QString::fromUtf8(chosen->name()));
    else if (m_shown != nullptr)
        text = tr("Automatic (%1)").arg(coreText(QString::fromUtf8(m_shown->name())));
    else
        text = tr("Automatic");
    m_button->setText(text + QStringLiteral(" ▾"));
    const QString id = chosen == nullptr ? QString() : QString::fromLatin1(chosen->id());
    for (QAction *action : m_button->menu()->actions()) {
        if (action->isCheckable())
            action->setChecked(action->data().toString() == id);
    }
}

void DecodedPane::selectOctets(OctetRange octets) { setCurrent(m_model->indexAt(octets.from)); }

QString DecodedPane::filterFor(const QModelIndex &index) const
{
    if (!index.isValid() || m_shown == nullptr || m_subject.control) // filters decode messages alone
        return {};
    const decode::DecodedNode &node = m_model->tree().nodes()[std::size_t(index.internalId())];
    if (node.isContainer() || node.kind == NodeKind::Problem || node.cut)
        return {};
    // A piece of a string is no value.
    if (node.parent != decode::DecodedNode::none && !m_model->tree().nodes()[node.parent].isContainer())
        return {};
    const bool chosen = m_choices.of(m_host) != nullptr;
    const QString name = chosen ? QString::fromLatin1(m_shown->id()) : QStringLiteral("decoded");
    return filter::valueIs(name + u'.' + m_model->path(index), m_model->valueOf(index),
                           node.kind != NodeKind::Number && node.kind != NodeKind::Bool);
}

void DecodedPane::addCopyActions(QMenu &menu, const QModelIndex &index)
{
    if (const QString value = m_model->valueOf(index); !value.isEmpty())
        menu.addAction(tr("Copy value"), this, [=] { copy(value); });
}

} // namespace framescope::ui
