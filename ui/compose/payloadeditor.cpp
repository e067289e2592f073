#include "ui/compose/payloadeditor.h"

#include "ui/compose/historyedit.h"
#include "ui/support/icons.h"
#include "ui/support/restyle.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "moc_payloadeditor.cpp"

namespace framescope::ui
{

namespace
{
QString countText(quint64 size)
{
    return size == 1 ? PayloadEditor::tr("1 byte") : PayloadEditor::tr("%1 bytes").arg(QLocale().toString(size));
}
} // namespace

PayloadEditor::PayloadEditor(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("payloadEditor"));
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("payloadTabs"));
    m_tabs->setAccessibleName(tr("Payload as"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Text"));
    m_tabs->addTab(tr("Hex"));
    m_tabs->addTab(tr("Base64"));
    m_tabs->addTab(tr("File…"));

    m_editor = new HistoryEdit(this);
    m_editor->setObjectName(QStringLiteral("payloadEdit"));
    m_editor->setAccessibleName(tr("Payload"));
    m_editor->setMinimumHeight(34);
    m_editor->setPlaceholderText(tr("The payload; Ctrl+Enter sends, Up and Down bring back what was sent"));

    auto *filePage = new QWidget(this);
    m_path = new QLineEdit(filePage);
    m_path->setObjectName(QStringLiteral("payloadPath"));
    m_path->setAccessibleName(tr("File to send"));
    m_path->setPlaceholderText(tr("The file whose content is the payload"));
    auto *browseButton = new QPushButton(tr("Browse…"), filePage);
    browseButton->setObjectName(QStringLiteral("payloadBrowse"));
    auto *fileLine = new QHBoxLayout;
    fileLine->setSpacing(6);
    fileLine->addWidget(m_path, 1);
    fileLine->addWidget(browseButton);
    auto *fileColumn = new QVBoxLayout(filePage);
    fileColumn->setContentsMargins(0, 0, 0, 0);
    fileColumn->addLayout(fileLine);
    fileColumn->addStretch(1);

    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_editor);
    m_pages->addWidget(filePage);
    m_status = new QLabel(this);
    m_status->setObjectName(QStringLiteral("payloadStatus"));
    m_status->setTextFormat(Qt::PlainText);
    m_status->setProperty("part", QStringLiteral("muted"));
    m_status->setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    m_status->setSizePolicy(policy);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_pages, 1);
    column->addWidget(m_status);

    connect(m_tabs, &QTabBar::currentChanged, this, &PayloadEditor::onTab);
    connect(m_editor, &HistoryEdit::textChanged, this, &PayloadEditor::onText);
    connect(m_editor, &HistoryEdit::recallRequested, this, &PayloadEditor::recallRequested);
    connect(m_path, &QLineEdit::textChanged, this, &PayloadEditor::onPath);
    connect(browseButton, &QPushButton::clicked, this, &PayloadEditor::browse);
    showStatus();
}

QTabBar *PayloadEditor::tabs() const { return m_tabs; }

QString PayloadEditor::filePath() const { return m_mode == File && !m_holds ? m_path->text() : QString(); }

bool PayloadEditor::fromFile() const { return m_mode == File && !m_holds; }

QString PayloadEditor::problem() const
{
    if (!fromFile())
        return m_typed.problem;
    if (m_path->text().isEmpty())
        return tr("No file is chosen yet.");
    const QFileInfo file(m_path->text());
    if (!file.exists())
        return tr("There is no file %1.").arg(m_path->text());
    if (!file.isFile())
        return tr("%1 is not a regular file.").arg(m_path->text());
    if (!file.isReadable())
        return tr("The file %1 may not be read.").arg(m_path->text());
    if (file.size() > maxFile) {
        return tr("The file has %1 bytes; one frame can be built of at most %2.")
            .arg(QLocale().toString(file.size()), QLocale().toString(maxFile));
    }
    return {};
}

quint64 PayloadEditor::size() const
{
    if (!fromFile())
        return quint64(m_bytes.size());
    return m_path->text().isEmpty() ? 0 : quint64(QFileInfo(m_path->text()).size());
}

QByteArray PayloadEditor::head(qsizetype most) const
{
    if (!fromFile())
        return m_bytes.left(most);
    QFile file(m_path->text());
    return problem().isEmpty() && file.open(QIODevice::ReadOnly) ? file.read(most) : QByteArray();
}

Result<QByteArray> PayloadEditor::load() const
{
    if (const QString why = problem(); !why.isEmpty())
        return Error{why};
    return fromFile() ? loadFile(m_path->text()) : Result<QByteArray>(m_bytes);
}

Result<QByteArray> PayloadEditor::loadFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{tr("The file %1 cannot be opened: %2.").arg(path, file.errorString())};
    QByteArray bytes = file.read(maxFile + 1);
    if (file.error() != QFileDevice::NoError)
        return Error{tr("The file %1 cannot be read: %2.").arg(path, file.errorString())};
    if (bytes.size() > maxFile)
        return Error{tr("The file grew over %1 bytes while it was read.").arg(QLocale().toString(maxFile))};
    return bytes;
}

void PayloadEditor::setBytes(const QByteArray &bytes)
{
    if (bytes.size() > maxEdited)
        return hold(bytes);
    if (m_mode == Hex || m_mode == Base64)
        return setBytes(bytes, m_mode);
    setBytes(bytes, Text);
}

void PayloadEditor::setBytes(const QByteArray &bytes, Mode mode)
{
    if (bytes.size() > maxEdited || mode == File)
        return hold(bytes);
    if (!show(bytes, mode))
        show(bytes, Hex);
    showStatus();
    Q_EMIT changed();
}

void PayloadEditor::setFile(const QString &path)
{
    {
        const QSignalBlocker quiet(m_tabs);
        m_tabs->setCurrentIndex(File);
    }
    m_mode = File;
    m_pages->setCurrentIndex(1);
    const QSignalBlocker quiet(m_path);
    m_path->setText(path);
    onPath();
}

void PayloadEditor::hold(const QByteArray &bytes)
{
    {
        const QSignalBlocker quietTabs(m_tabs);
        const QSignalBlocker quietPath(m_path);
        m_tabs->setCurrentIndex(File);
        m_path->clear();
    }
    m_mode = File;
    m_pages->setCurrentIndex(1);
    m_bytes = bytes;
    m_typed = {};
    m_holds = true;
    showStatus();
    Q_EMIT changed();
}

bool PayloadEditor::show(const QByteArray &bytes, Mode mode)
{
    QString text;
    switch (mode) {
    case Text:
        text = QString::fromUtf8(bytes);
        break;
    case Hex:
        text = hexText(bytes);
        break;
    case Base64:
        text = base64Text(bytes);
        break;
    case File:
        return false;
    }
    // The editor makes one kind of line end of all; what it cannot give back unchanged is not put into it.
    if (mode == Text && (text.toUtf8() != bytes || text.contains(u'\r') || text.contains(QChar::ParagraphSeparator) ||
                         text.contains(QChar(0xFDD0)) || text.contains(QChar(0xFDD1)) || text.contains(QChar::Null)))
        return false;
    const QScopedValueRollback filling(m_filling, true);
    const QSignalBlocker quiet(m_tabs);
    m_mode = mode;
    m_edited = mode;
    m_holds = false;
    m_tabs->setCurrentIndex(mode);
    m_pages->setCurrentIndex(0);
    m_editor->setPlainText(text);
    m_editor->moveCursor(QTextCursor::End);
    m_typed = {};
    m_bytes = bytes;
    return true;
}

TypedBytes PayloadEditor::parse(const QString &text, Mode mode) const
{
    switch (mode) {
    case Hex:
        return parseHex(text);
    case Base64:
        return parseBase64(text);
    case Text:
    case File:
        break;
    }
    TypedBytes result;
    result.bytes = text.toUtf8();
    return result;
}

void PayloadEditor::onTab(int index)
{
    const Mode wanted = static_cast<Mode>(index);
    if (wanted == m_mode)
        return;
    if (wanted == File) {
        m_mode = File;
        m_holds = false;
        m_pages->setCurrentIndex(1);
        onPath();
        return;
    }
    QString notice;
    if (m_mode == File) {
        // Back from a file, the editor shows what was typed before; octets that are held move on when they fit.
        const QByteArray bytes = m_holds ? m_bytes : parse(m_editor->exactText(), m_edited).bytes;
        if (m_holds && bytes.size() > maxEdited)
            notice = tr("%1 are too many to edit here.").arg(countText(quint64(bytes.size())));
        else if (!show(bytes, wanted))
            show(bytes, Hex);
    } else if (!m_typed.ok()) {
        notice = tr("Correct this first, or clear it. %1").arg(m_typed.problem);
    } else if (!show(m_bytes, wanted)) {
        notice = tr("These bytes are no text that an editor can hold exactly; they stay in %1.")
                     .arg(m_tabs->tabText(m_mode));
    }
    if (m_mode != wanted) {
        const QSignalBlocker quiet(m_tabs);
        m_tabs->setCurrentIndex(m_mode);
    }
    showStatus(notice);
    Q_EMIT changed();
}

void PayloadEditor::onText()
{
    if (m_filling)
        return;
    m_typed = parse(m_editor->exactText(), m_mode);
    m_bytes = m_typed.bytes;
    showStatus();
    Q_EMIT changed();
}

void PayloadEditor::onPath()
{
    m_holds = false;
    m_bytes.clear();
    m_typed = {};
    showStatus();
    Q_EMIT changed();
}

void PayloadEditor::browse()
{
    auto *dialog = new QFileDialog(this, tr("File to send"), QFileInfo(m_path->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    dialog->open();
}

void PayloadEditor::showStatus(const QString &notice)
{
    const QString wrong = problem();
    QString text = !notice.isEmpty() ? notice : wrong;
    if (text.isEmpty()) {
        text = countText(size());
        if (m_holds)
            text += tr(", held as they came; choose a file or another tab to replace them");
        else if (fromFile())
            text += tr(", read when it is sent");
    }
    m_status->setText(text);
    m_status->setToolTip(text);
    restyle(m_status, "part",
            wrong.isEmpty() && notice.isEmpty() ? QStringLiteral("muted") : QStringLiteral("finding"));
    {
        const QScopedValueRollback filling(m_filling, true);
        m_editor->markProblem(m_typed.position, m_mode == File ? 0 : m_typed.size);
    }
    restyle(m_path, "invalid", m_mode == File && !m_path->text().isEmpty() && !wrong.isEmpty());
}

} // namespace framescope::ui
