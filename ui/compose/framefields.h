#pragma once

#include "core/craft/framespec.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace framescope::ui
{

/// The controls of a frame's header: opcode, FIN, RSV, mask, length. Every value can be chosen, legal or not.
class FrameFieldsEditor : public QWidget
{
    Q_OBJECT
public:
    explicit FrameFieldsEditor(QWidget *parent = nullptr);

    /// Everything but the payload. Where a field is not right yet, its default; see problem().
    craft::FrameSpec spec() const;
    void setSpec(const craft::FrameSpec &spec);
    /// The key that a random mask will use, shown before it is sent.
    void setRandomKey(const ws::MaskKey &key);
    /// Empty when all fields can be used, else what is missing.
    QString problem() const;
    /// What the connection agreed on about compression, for the tool tip of Compress.
    void setDeflateAgreed(bool agreed);
    /// What the options say about this frame. Compress follows it until a person sets the box otherwise, or a frame
    /// comes from elsewhere; it follows again once both agree.
    void setCompressByDefault(bool compress);

Q_SIGNALS:
    void changed();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void keepAllLines();
    void fitWidths();
    void onEdited();
    void showDependent();
    void onCompress(bool compress);
    void showRsv1(bool compress);

    bool m_showing = false;
    bool m_compressByDefault = false;
    bool m_followsDefault = true;
    bool m_ownRsv1 = false; ///< what a person chose, while the box shows that compressing sets it
    ws::MaskKey m_randomKey{};
    QString m_fixedText;
    QComboBox *m_opcode = nullptr;
    QCheckBox *m_fin = nullptr;
    QCheckBox *m_rsv[3] = {};
    QCheckBox *m_compress = nullptr;
    QComboBox *m_mask = nullptr;
    QLineEdit *m_key = nullptr;
    QComboBox *m_length = nullptr;
    QLineEdit *m_number = nullptr;
};

} // namespace framescope::ui
