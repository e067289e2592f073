#include "ui/compose/composer.h"

#include "core/ws/framewriter.h"
#include "core/ws/mask.h"
#include "core/ws/maskkey.h"
#include "ui/compose/closefields.h"
#include "ui/compose/framefields.h"
#include "ui/compose/historyedit.h"
#include "ui/compose/payloadeditor.h"
#include "ui/compose/wireline.h"
#include "ui/support/bytestext.h"
#include "ui/support/coretext.h"
#include "ui/support/findingsview.h"
#include "ui/support/restyle.h"
#include "ui/support/tabstrip.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QThreadPool>
#include <QTimer>
#include <QVBoxLayout>

#include "moc_composer.cpp"

namespace framescope::ui
{

namespace
{
constexpr int frameTab = 0;
constexpr int sendWidth = 152;
/// What stands for a large file when its header is judged: as long as the longest length form needs.
constexpr qsizetype standIn = 65536;

QPushButton *sendButton(const QString &text, const QString &name, QWidget *parent)
{
    // The keys that do it stand on it.
    auto *button = new QPushButton(Composer::tr("%1  Ctrl+⏎").arg(text), parent);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setProperty("part", QStringLiteral("primary"));
    button->setToolTip(Composer::tr("Send exactly these bytes (Ctrl+Enter)"));
    return button;
}

QLabel *reasonLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("part", QStringLiteral("muted"));
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignTop | Qt::AlignHCenter);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    return label;
}

/// The button, and below it why it is off.
QVBoxLayout *sendColumn(QPushButton *button, QLabel *reason)
{
    auto *column = new QVBoxLayout;
    column->setSpacing(6);
    button->setFixedWidth(sendWidth);
    reason->setFixedWidth(sendWidth);
    column->addWidget(button);
    column->addWidget(reason, 1);
    return column;
}
} // namespace

Composer::Composer(QWidget *parent) : QWidget(parent), m_randomKey(ws::makeMaskKey())
{
    setObjectName(QStringLiteral("composer"));
    setAccessibleName(tr("Composer"));
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("composerTabs"));
    m_tabs->setAccessibleName(tr("What to compose"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Compose frame"));
    m_tabs->addTab(tr("Raw bytes"));

    m_left = new QStackedWidget(this);
    m_right = new QStackedWidget(this);
    buildFrameTab();
    buildRawTab();

    auto *leftSide = new QWidget(this);
    auto *leftColumn = new QVBoxLayout(leftSide);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(new TabStrip(m_tabs, leftSide));
    leftColumn->addWidget(m_left, 1);

    auto *splitter = m_splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(QStringLiteral("composerSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(leftSide);
    splitter->addWidget(m_right);
    leftSide->setMinimumWidth(440);
    m_right->setMinimumWidth(300);
    splitter->setSizes({540, 660});
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(splitter);

    m_later = new QTimer(this);
    m_later->setSingleShot(true);
    m_later->setInterval(200);
    connect(m_later, &QTimer::timeout, this, &Composer::judge);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_left->setCurrentIndex(index);
        m_right->setCurrentIndex(index);
    });
    m_fields->setRandomKey(m_randomKey);
    refresh();
    refreshRaw();
}

Composer::~Composer() = default;

void Composer::buildFrameTab()
{
    auto *left = new QWidget(this);
    m_fields = new FrameFieldsEditor(left);
    m_wire = new WireLine(left);
    m_findings = new FindingsView(QStringLiteral("composerFindings"), tr("What is wrong with this frame"), left);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(10, 4, 10, 2);
    column->setSpacing(3);
    column->addWidget(m_fields);
    column->addWidget(m_wire);
    column->addWidget(m_findings, 1);
    m_left->addWidget(left);

    auto *right = new QWidget(this);
    m_payload = new PayloadEditor(right);
    m_close = new CloseFields(right);
    m_close->hide();
    m_send = sendButton(tr("Send"), QStringLiteral("composerSend"), right);
    m_reason = reasonLabel(QStringLiteral("composerReason"), right);
    auto *editors = new QVBoxLayout;
    editors->setSpacing(5);
    editors->addWidget(m_close);
    editors->addWidget(m_payload, 1);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(10, 7, 10, 4);
    line->setSpacing(10);
    line->addLayout(editors, 1);
    line->addLayout(sendColumn(m_send, m_reason));
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(0);
    rightColumn->addWidget(new TabStrip(m_payload->tabs(), right));
    rightColumn->addLayout(line, 1);
    m_right->addWidget(right);

    connect(m_fields, &FrameFieldsEditor::changed, this, &Composer::refresh);
    connect(m_payload, &PayloadEditor::changed, this, &Composer::refresh);
    connect(m_payload, &PayloadEditor::recallRequested, this, &Composer::recall);
    connect(m_close, &CloseFields::edited, this, &Composer::fillPayloadFromClose);
    connect(m_send, &QPushButton::clicked, this, &Composer::sendFrame);
}

void Composer::buildRawTab()
{
    auto *left = new QWidget(this);
    auto *help = new QLabel(tr("Any bytes, sent exactly as they are: a part of a frame, several frames, or no frame "
                               "at all. Pairs of hex digits; white space and # comments do not count."),
                            left);
    help->setTextFormat(Qt::PlainText);
    help->setWordWrap(true);
    help->setProperty("part", QStringLiteral("muted"));
    help->setAlignment(Qt::AlignTop);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(10, 7, 10, 5);
    column->addWidget(help, 1);
    m_left->addWidget(left);

    auto *right = new QWidget(this);
    m_raw = new HistoryEdit(right);
    m_raw->setObjectName(QStringLiteral("rawEdit"));
    m_raw->setAccessibleName(tr("Raw bytes in hex"));
    m_raw->setPlaceholderText(QStringLiteral("81 05 48 65 6c 6c 6f   # \"Hello\""));
    m_raw->setMinimumHeight(34);
    m_rawStatus = new QLabel(right);
    m_rawStatus->setObjectName(QStringLiteral("rawStatus"));
    m_rawStatus->setTextFormat(Qt::PlainText);
    m_rawStatus->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_sendRaw = sendButton(tr("Send bytes"), QStringLiteral("rawSend"), right);
    m_rawReason = reasonLabel(QStringLiteral("rawReason"), right);
    auto *editors = new QVBoxLayout;
    editors->setSpacing(2);
    editors->addWidget(m_raw, 1);
    editors->addWidget(m_rawStatus);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(10, 7, 10, 4);
    line->setSpacing(10);
    line->addLayout(editors, 1);
    line->addLayout(sendColumn(m_sendRaw, m_rawReason));
    auto *title = new QTabBar(right);
    title->setAccessibleName(tr("Raw bytes as"));
    title->setDrawBase(false);
    title->setExpanding(false);
    title->addTab(tr("Hex"));
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(0);
    rightColumn->addWidget(new TabStrip(title, right));
    rightColumn->addLayout(line, 1);
    m_right->addWidget(right);

    connect(m_raw, &HistoryEdit::textChanged, this, &Composer::refreshRaw);
    connect(m_raw, &HistoryEdit::recallRequested, this, &Composer::recallRaw);
    connect(m_sendRaw, &QPushButton::clicked, this, &Composer::sendRaw);
}

void Composer::setTargetAvailable(bool available, const QString &why)
{
    m_available = available;
    m_whyUnavailable = why;
    showSendState();
}

void Composer::setTarget(std::optional<ConnectionId> target, const QString &why, bool oneOfSeveral)
{
    m_target = target;
    m_targetText = target && oneOfSeveral ? tr("to connection %1").arg(target->value() + 1) : QString();
    setTargetAvailable(target.has_value(), why);
}

void Composer::setAgreement(const ws::Agreement &agreement, const net::DeflateSettings &settings,
                            const ws::DeflateSide &sending)
{
    if (agreement == m_agreement && settings == m_deflate && sending == m_sending)
        return;
    m_agreement = agreement;
    m_deflate = settings;
    m_sending = sending;
    m_fields->setDeflateAgreed(agreement.deflate);
    refresh();
    judge();
}

/// As net::MessageWriter does it: whole data messages from the threshold on, where that was agreed.
bool Composer::compressByDefault(const craft::FrameSpec &spec) const
{
    const bool message = spec.fin && (spec.opcode == ws::Opcode::Text || spec.opcode == ws::Opcode::Binary);
    const bool rsv1 = (spec.rsv & 4) != 0; // set by hand: the payload is compressed already
    return m_agreement.deflate && m_deflate.compress && message && !rsv1 && m_payload->size() >= m_deflate.threshold;
}

craft::Deflating Composer::deflating() const
{
    craft::Deflating how;
    how.level = m_deflate.level;
    if (m_agreement.deflate)
        how.windowBits = m_sending.windowBits;
    return how;
}

void Composer::setRole(ws::Role role)
{
    m_role = role;
    judge();
}

craft::FrameSpec Composer::frame() const
{
    craft::FrameSpec spec = m_fields->spec();
    spec.payload = m_payload->edited();
    return spec;
}

void Composer::setFrame(const craft::FrameSpec &spec)
{
    m_tabs->setCurrentIndex(frameTab);
    {
        const QScopedValueRollback filling(m_filling, true);
        if (spec.opcode == ws::Opcode::Text)
            m_payload->setBytes(spec.payload, PayloadEditor::Text);
        else
            m_payload->setBytes(spec.payload);
        m_fields->setCompressByDefault(compressByDefault(spec)); // of this payload, before the frame's own wish
        m_fields->setSpec(spec);
    }
    refresh();
}

QByteArray Composer::saveState() const { return m_splitter->saveState(); }
void Composer::restoreState(const QByteArray &state) { m_splitter->restoreState(state); }

void Composer::focusPayload()
{
    if (m_tabs->currentIndex() == frameTab)
        m_payload->editor()->setFocus(Qt::ShortcutFocusReason);
    else
        m_raw->setFocus(Qt::ShortcutFocusReason);
}

void Composer::send()
{
    if (m_tabs->currentIndex() == frameTab)
        sendFrame();
    else
        sendRaw();
}

void Composer::refresh()
{
    if (m_filling)
        return;
    m_notSent.clear();
    {
        const QScopedValueRollback filling(m_filling, true);
        m_fields->setCompressByDefault(compressByDefault(m_fields->spec()));
    }
    showWire();
    const bool isClose = m_fields->spec().opcode == ws::Opcode::Close;
    m_close->setVisible(isClose);
    if (isClose)
        m_close->setPayload(m_payload->edited());
    if (m_payload->size() > quint64(judgeAtOnce))
        m_later->start();
    else
        judge();
    showSendState();
}

void Composer::showWire()
{
    const bool compress = m_fields->spec().compress;
    // How long a compressed payload is, and with it the header, is known only once all of it is compressed.
    if (compress && m_payload->size() > deflateAtOnce) {
        m_wire->setUnknown(tr("compressed when it is sent; the length is known then"));
        return;
    }
    QByteArray deflated;
    if (compress)
        deflated = wirePayload(m_fields->spec());
    const quint64 size = compress ? quint64(deflated.size()) : m_payload->size();
    const ws::FrameFields fields = craft::fieldsOf(m_fields->spec(), m_randomKey);
    const ws::FrameHeader header = ws::makeHeader(fields, size);
    QByteArray head(qsizetype(header.size()), Qt::Uninitialized);
    ws::encodeHeader(header, reinterpret_cast<std::uint8_t *>(head.data()));
    QByteArray data = compress ? deflated.left(WireLine::mostShown - head.size())
                               : m_payload->head(WireLine::mostShown - head.size());
    if (fields.key) {
        ws::maskInPlace({reinterpret_cast<std::uint8_t *>(data.data()), std::size_t(data.size())}, *fields.key, 0);
    }
    m_wire->setFrame(header, head + data, size + header.size());
}

QByteArray Composer::wirePayload(craft::FrameSpec spec)
{
    spec.payload = m_payload->fromFile() ? m_payload->head(qsizetype(deflateAtOnce)) : m_payload->edited();
    if (m_deflated.isNull() || m_plain != spec.payload || m_how != deflating()) {
        m_plain = spec.payload;
        m_how = deflating();
        m_deflated = craft::wirePayload(spec, m_how);
    }
    return m_deflated;
}

void Composer::judge()
{
    m_later->stop();
    craft::FrameSpec spec = m_fields->spec();
    QString note;
    if (m_payload->fromFile()) {
        const quint64 size = m_payload->size();
        if (size <= quint64(PayloadEditor::maxEdited)) {
            spec.payload = m_payload->head(PayloadEditor::maxEdited);
        } else {
            spec.payload = QByteArray(standIn, 'a');
            note = tr("· the content of a file this large is not judged before it is sent");
        }
    } else {
        spec.payload = m_payload->edited();
    }
    m_findings->setFindings(craft::judge(spec, m_role, m_agreement, deflating()),
                            tr("✓ nothing is wrong with this frame"), note);
    showSendState();
}

QString Composer::whyNot() const
{
    if (const QString why = m_fields->problem(); !why.isEmpty())
        return why;
    if (!m_payload->problem().isEmpty())
        return m_payload->fromFile() ? m_payload->problem() : tr("The payload cannot be read, see there.");
    if (m_working)
        return tr("Compressing…");
    return whyUnavailable();
}

QString Composer::whyUnavailable() const
{
    if (m_available)
        return {};
    return m_whyUnavailable.isEmpty() ? tr("Not connected") : m_whyUnavailable;
}

void Composer::showSendState()
{
    const QString why = whyNot();
    m_send->setEnabled(why.isEmpty());
    const int problems = m_findings->problems();
    const bool warns = why.isEmpty() && m_notSent.isEmpty() && problems > 0;
    QStringList said{why.isEmpty() ? m_targetText : why};
    if (why.isEmpty() && !m_notSent.isEmpty())
        said.append(m_notSent);
    else if (why.isEmpty() && problems > 0)
        said.append(problems == 1 ? tr("▲ 1 problem, sent as is") : tr("▲ %1 problems, sent as is").arg(problems));
    said.removeAll(QString());
    m_reason->setText(said.join(u'\n'));
    m_reason->setToolTip(m_reason->text());
    restyle(m_reason, "part", warns ? QStringLiteral("warning") : QStringLiteral("muted"));
    m_send->setAccessibleDescription(m_reason->text());

    const TypedBytes typed = parseHex(m_raw->exactText());
    const QString whyRaw = !typed.ok()             ? tr("The bytes cannot be read, see there.")
                           : typed.bytes.isEmpty() ? tr("No bytes yet")
                                                   : whyUnavailable();
    m_sendRaw->setEnabled(whyRaw.isEmpty());
    m_rawReason->setText(whyRaw.isEmpty() ? m_targetText : whyRaw);
    m_sendRaw->setAccessibleDescription(m_rawReason->text());
}

void Composer::refreshRaw()
{
    if (m_filling)
        return;
    const QScopedValueRollback filling(m_filling, true); // marking counts as a change of the text
    const TypedBytes typed = parseHex(m_raw->exactText());
    m_raw->markProblem(typed.position, typed.size);
    m_rawStatus->setText(!typed.ok() ? typed.problem
                         : typed.bytes.size() == 1
                             ? tr("1 byte")
                             : tr("%1 bytes").arg(QLocale().toString(qlonglong(typed.bytes.size()))));
    restyle(m_rawStatus, "part", typed.ok() ? QStringLiteral("muted") : QStringLiteral("finding"));
    showSendState();
}

void Composer::fillPayloadFromClose() { m_payload->setBytes(m_close->payload(), PayloadEditor::Hex); }

void Composer::sendFrame()
{
    if (!whyNot().isEmpty())
        return;
    craft::FrameSpec spec = m_fields->spec();
    if (spec.compress && m_payload->size() > deflateAtOnce) {
        deflateAndSend();
        return;
    }
    const Result<QByteArray> payload = m_payload->load();
    if (!payload) {
        m_notSent = coreText(payload.error().message);
        showSendState();
        return;
    }
    spec.payload = *payload;
    QByteArray wire;
    ws::writeFrame(craft::fieldsOf(spec, m_randomKey), byteView(craft::wirePayload(spec, deflating())), wire);
    sent(wire, current());
}

void Composer::deflateAndSend()
{
    m_working = true;
    m_notSent.clear();
    showSendState();
    // All it needs goes with it: the composer may be gone when it is done.
    QThreadPool::globalInstance()->start(
        [self = QPointer<Composer>(this), frame = current(), target = m_target, key = m_randomKey, how = deflating()] {
            craft::FrameSpec spec = frame.spec;
            Result<QByteArray> result = QByteArray();
            if (!frame.filePath.isEmpty())
                result = PayloadEditor::loadFile(frame.filePath);
            if (result) {
                if (!frame.filePath.isEmpty())
                    spec.payload = *result;
                QByteArray wire;
                ws::writeFrame(craft::fieldsOf(spec, key), byteView(craft::wirePayload(spec, how)), wire);
                result = wire;
            }
            QMetaObject::invokeMethod(
                qApp,
                [self, result, frame, target] {
                    if (self)
                        self->sendDeflated(result, frame, target);
                },
                Qt::QueuedConnection);
        });
}

void Composer::sendDeflated(const Result<QByteArray> &wire, const SentFrame &frame, std::optional<ConnectionId> target)
{
    m_working = false;
    if (wire && m_available && m_target == target) {
        sent(*wire, frame);
        return;
    }
    m_notSent = !wire ? coreText(wire.error().message) : tr("Not sent: another connection is shown by now.");
    showSendState();
}

void Composer::sent(const QByteArray &wire, const SentFrame &frame)
{
    // What is too large for an editor is not kept a hundred times in memory.
    if (frame.spec.payload.size() <= PayloadEditor::maxEdited || !frame.filePath.isEmpty())
        m_sent.add(frame);
    Q_EMIT sendRequested(wire);
    // RFC 6455 §5.3: a new key for each frame.
    m_randomKey = ws::makeMaskKey();
    m_fields->setRandomKey(m_randomKey);
    refresh();
}

void Composer::sendRaw()
{
    const TypedBytes typed = parseHex(m_raw->exactText());
    if (!typed.ok() || typed.bytes.isEmpty() || !m_available)
        return;
    m_sentRaw.add(m_raw->exactText());
    Q_EMIT sendRequested(typed.bytes);
}

Composer::SentFrame Composer::current() const
{
    SentFrame now;
    now.spec = m_fields->spec();
    now.spec.payload = m_payload->edited();
    now.payloadMode = m_payload->mode();
    now.filePath = m_payload->filePath();
    return now;
}

void Composer::recall(bool older)
{
    const std::optional<SentFrame> sent = older ? m_sent.older(current()) : m_sent.newer();
    if (!sent)
        return;
    {
        const QScopedValueRollback filling(m_filling, true);
        if (!sent->filePath.isEmpty())
            m_payload->setFile(sent->filePath);
        else
            m_payload->setBytes(sent->spec.payload, static_cast<PayloadEditor::Mode>(sent->payloadMode));
        m_fields->setCompressByDefault(compressByDefault(sent->spec));
        m_fields->setSpec(sent->spec);
    }
    refresh();
}

void Composer::recallRaw(bool older)
{
    if (const std::optional<QString> text = older ? m_sentRaw.older(m_raw->exactText()) : m_sentRaw.newer()) {
        m_raw->setPlainText(*text);
        m_raw->moveCursor(QTextCursor::End);
    }
}

} // namespace framescope::ui
