#include "ui/payload/decodedpane.h"

#include "core/capture/capture.h"
#include "core/decode/channel.h"
#include "core/filter/language/filterparser.h"
#include "core/io/rowtext.h"
#include "ui/details/fieldrow.h"
#include "ui/details/framefields.h"
#include "ui/support/colors.h"
#include "ui/support/coretext.h"
#include "ui/support/literaltext.h"
#include "ui/support/theme.h"

#include <QActionGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
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

namespace framescope::ui
{

namespace
{
using decode::Decoder;
using decode::NodeKind;

constexpr std::uint64_t pieceSize = 1024 * 1024;
constexpr int noticedAfterMs = 150;
/// Opened from the start: with more rows than these nobody finds the top level any more.
constexpr std::size_t maxOpened = 200;
constexpr int openedDepth = 6;
/// The view lays out whatever is open: of more values than these only one at a time is opened.
constexpr std::size_t maxLaidOut = 5000;

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
    : PayloadTab(QStringLiteral("decoded"), tr("Decoded"), parent)
    , m_job(new LatestJob(this))
    , m_slow(new QTimer(this))
    , m_model(new DecodedTreeModel(this))
    , m_tree(new QTreeView)
    , m_notice(new QWidget)
    , m_noticeText(new QLabel)
    , m_showError(new QPushButton(tr("Show in Hex")))
    , m_decode(new QPushButton)
    , m_button(new QToolButton(this))
    , m_path(new QLabel)
{
    setObjectName(QStringLiteral("decodedPane"));
    m_tree->setObjectName(QStringLiteral("decodedTree"));
    m_tree->setAccessibleName(tr("Payload as its decoder reads it"));
    m_tree->setModel(m_model);
    m_tree->installEventFilter(this);
    m_tree->setUniformRowHeights(true);
    m_tree->setFont(monospaceFont());
    m_tree->setItemDelegate(new DecodedDelegate(m_tree));
    m_tree->setIndentation(14);
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->resizeSection(DecodedTreeModel::Name, 170);
    m_tree->header()->resizeSection(DecodedTreeModel::Value, 330);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &DecodedPane::contextMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) { currentChanged(current); });

    m_notice->setObjectName(QStringLiteral("decodedNotice"));
    m_noticeText->setTextFormat(Qt::PlainText);
    m_noticeText->setWordWrap(true);
    m_noticeText->setObjectName(QStringLiteral("decodedNoticeText"));
    m_showError->setObjectName(QStringLiteral("showDecodedProblem"));
    m_decode->setObjectName(QStringLiteral("decodePayload"));
    m_decode->setAccessibleName(tr("Decode the payload"));
    connect(m_showError, &QPushButton::clicked, this, [this] {
        const std::uint32_t problem = m_model->tree().problem();
        if (problem == decode::DecodedNode::none)
            return;
        m_tree->setCurrentIndex(m_model->shallowIndexOf(problem));
        const OctetRange octets = m_model->range(m_model->indexOf(problem));
        Q_EMIT octetsActivated(octets.from, std::max<std::uint64_t>(octets.count, 1));
    });
    connect(m_decode, &QPushButton::clicked, this, &DecodedPane::decode);
    auto *notice = new QHBoxLayout(m_notice);
    notice->setContentsMargins(10, 4, 10, 4);
    notice->addWidget(m_noticeText, 1);
    notice->addWidget(m_showError);
    notice->addWidget(m_decode);

    m_slow->setSingleShot(true);
    m_slow->setInterval(noticedAfterMs);
    connect(m_slow, &QTimer::timeout, this,
            [this] { note(tr("Reading %1 …").arg(bytesText(m_subject.size)), "muted"); });

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
    makeMenu();
    addTool(m_button);
    clear();
}

bool DecodedPane::eventFilter(QObject *watched, QEvent *event)
{
    // QTreeView opens all levels at this key, one call inside another: a hundred thousand of them end the program.
    if (watched == m_tree && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Asterisk) {
        if (m_model->tree().nodes().size() <= maxLaidOut)
            m_tree->expandToDepth(openedDepth);
        else
            m_tree->expand(m_tree->currentIndex().siblingAtColumn(0));
        return true;
    }
    return PayloadTab::eventFilter(watched, event);
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

void DecodedPane::release()
{
    clear();
    m_job->cancelAndWait();
}

void DecodedPane::clear()
{
    m_job->cancel();
    m_slow->stop();
    m_subject = {};
    m_reason.clear();
    m_host.clear();
    m_shown = nullptr;
    m_model->clear();
    m_notice->hide();
    m_path->clear();
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
        const capture::RowRecord &first = capture.row(payload.facts()->message.front());
        m_subject.fetch = payload.fetch();
        m_subject.size = payload.size();
        m_subject.text = first.opcode() == ws::Opcode::Text;
        // Pings and pongs carry what their sender likes, whatever the connection is for.
        if (!ws::isControl(record.opcode()))
            m_subject.channel = decode::Channels(capture).of(record.connection(), payload.reader());
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
    m_job->cancel();
    m_slow->stop();
    m_shown = nullptr;
    m_model->clear();
    m_path->clear();
    m_showError->hide();
    m_decode->hide();
    m_notice->hide();
    m_subject.chosen = m_choices.of(m_host);
    showChoice();
    if (!m_reason.isEmpty())
        return note(m_reason, "muted");
    if (!m_subject.fetch)
        return;
    if (m_subject.size <= automaticSize)
        return decode();
    m_decode->setVisible(m_subject.size <= maxSize);
    m_decode->setText(tr("Decode %1").arg(bytesText(m_subject.size)));
    note(m_subject.size <= maxSize ? tr("This payload is large; decoding it may take a moment.")
                                   : tr("This payload has %1, more than decoders take. Text and Hex show all of it.")
                                         .arg(bytesText(m_subject.size)),
         "muted");
}

void DecodedPane::note(const QString &text, const char *part)
{
    m_noticeText->setText(text);
    m_noticeText->setProperty("part", QLatin1String(part));
    m_noticeText->style()->unpolish(m_noticeText);
    m_noticeText->style()->polish(m_noticeText);
    m_notice->show();
}

DecodedPane::Decoded DecodedPane::readAndDecode(const Subject &subject, const std::stop_token &stop)
{
    QByteArray octets;
    while (std::uint64_t(octets.size()) < subject.size && !stop.stop_requested()) {
        const auto have = std::uint64_t(octets.size());
        const QByteArray piece = subject.fetch(have, std::min(pieceSize, subject.size - have));
        if (piece.isEmpty())
            break;
        octets += piece;
    }
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
    m_decode->hide();
    m_notice->hide();
    m_slow->start();
    m_job->start([this, subject = m_subject](const std::stop_token &stop) -> LatestJob::Show {
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
    m_slow->stop();
    m_decode->hide();
    m_notice->hide();
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

void DecodedPane::currentChanged(const QModelIndex &current)
{
    m_path->setText(current.isValid() ? io::visibleText(m_model->path(current).left(2000)) : QString());
    if (m_quiet || !current.isValid())
        return;
    const OctetRange octets = m_model->range(current);
    Q_EMIT octetsSelected(octets.from, octets.count);
}

void DecodedPane::selectOctets(OctetRange octets)
{
    m_quiet = true;
    m_tree->setCurrentIndex(m_model->indexAt(octets.from));
    m_quiet = false;
}

std::optional<OctetRange> DecodedPane::selectedOctets() const
{
    const QModelIndex current = m_tree->currentIndex();
    return current.isValid() ? std::optional(m_model->range(current)) : std::nullopt;
}

QString DecodedPane::filterFor(const QModelIndex &index) const
{
    if (!index.isValid() || m_shown == nullptr)
        return {};
    const decode::DecodedNode &node = m_model->tree().nodes()[std::size_t(index.internalId())];
    if (node.isContainer() || node.kind == NodeKind::Problem || node.cut)
        return {};
    // A piece of a string is no value.
    if (node.parent != decode::DecodedNode::none && !m_model->tree().nodes()[node.parent].isContainer())
        return {};
    QString value = m_model->valueOf(index);
    if (node.kind != NodeKind::Number && node.kind != NodeKind::Bool) {
        value.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
        value.replace(u'\n', QStringLiteral("\\n")).replace(u'\r', QStringLiteral("\\r"));
        value = u'"' + value + u'"';
    }
    const bool chosen = m_choices.of(m_host) != nullptr;
    const QString filter = (chosen ? QString::fromLatin1(m_shown->id()) : QStringLiteral("decoded")) + u'.' +
                           m_model->path(index) + QStringLiteral(" == ") + value;
    return filter::parseFilter(filter).ok() ? filter : QString(); // a key may have any characters
}

void DecodedPane::contextMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    if (!index.isValid())
        return;
    QMenu menu(this);
    if (const QString like = filterFor(index); !like.isEmpty()) {
        const QString shown = literalText(like.size() > 60 ? like.first(59) + QChar(0x2026) : like);
        menu.addAction(tr("&Filter: %1").arg(shown), this, [=, this] { Q_EMIT filterWanted(like, false); });
        menu.addAction(tr("&Hide: %1").arg(shown), this, [=, this] { Q_EMIT filterWanted(like, true); });
        menu.addSeparator();
    }
    const auto copy = [](const QString &text) { QGuiApplication::clipboard()->setText(text); };
    menu.addAction(tr("Copy path"), this, [=, this] { copy(m_model->path(index)); });
    if (const QString value = m_model->valueOf(index); !value.isEmpty())
        menu.addAction(tr("Copy value"), this, [=] { copy(value); });
    menu.addAction(tr("Show in Hex"), this, [=, this] {
        const OctetRange octets = m_model->range(index);
        Q_EMIT octetsActivated(octets.from, octets.count);
    });
    menu.exec(m_tree->viewport()->mapToGlobal(position));
}

} // namespace framescope::ui
